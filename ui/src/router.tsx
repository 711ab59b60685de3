/* Every address of the application; each screen is a chunk of its own, loaded when first opened. Links of the server
 * name records as /contacts/ID; those addresses lead to the record's page. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { NotFoundAlone, RouteError } from "./shell/Fallbacks";
import { Shell } from "./shell/Shell";
import { readSearch } from "./visits/ask";

/* What a reader does not name would reach the screen as it stands in the address: it is taken out. */
function only<T extends object>(read: (s: Record<string, unknown>) => T): (s: Record<string, unknown>) => T {
    return (s) => ({ ...Object.fromEntries(Object.keys(s).map((k) => [k, undefined])), ...read(s) });
}

const root = createRootRoute({ notFoundComponent: NotFoundAlone, errorComponent: RouteError });

const login = createRoute({
    getParentRoute: () => root,
    path: "/login",
    component: lazyRouteComponent(() => import("./enter/Login"), "Login"),
    validateSearch: only<{ next?: string }>((s) => typeof s.next === "string" && s.next.startsWith("/") && !s.next.startsWith("//") ? { next: s.next } : {}),
});
const setup = createRoute({
    getParentRoute: () => root,
    path: "/setup",
    component: lazyRouteComponent(() => import("./enter/Setup"), "SetupPage"),
});

const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell });

const home = createRoute({
    getParentRoute: () => shell,
    path: "/",
    component: lazyRouteComponent(() => import("./home/Home"), "Home"),
});

export type ListSearch = { q?: string; sort?: string; view?: "board" } & Record<string, string | undefined>;

const textOnly = only((s) => {
    const out: ListSearch = {};
    for (const [k, v] of Object.entries(s)) {
        if (typeof v === "string") out[k] = v;
        else if (typeof v === "number" || typeof v === "boolean") out[k] = String(v);
        else if (k === "rule" && v !== null) out[k] = JSON.stringify(v); // the router reads what looks like JSON
    }
    return out;
});

const people = createRoute({
    getParentRoute: () => shell,
    path: "/people/$table",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./people/ListPage"), "ListPage"),
});
const consent = createRoute({
    getParentRoute: () => shell,
    path: "/people/consent",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./consent/ConsentPage"), "ConsentPage"),
});
const rights = createRoute({
    getParentRoute: () => shell,
    path: "/people/rights",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./rights/RightsPage"), "RightsPage"),
});
const erasure = createRoute({
    getParentRoute: () => shell,
    path: "/people/rights/erasures/$id",
    component: lazyRouteComponent(() => import("./rights/ErasurePage"), "ErasurePage"),
});
const afterSale = createRoute({
    getParentRoute: () => shell,
    path: "/people/after-sale",
    validateSearch: only<{ tab?: string }>((s) => (typeof s.tab === "string" ? { tab: s.tab } : {})),
    component: lazyRouteComponent(() => import("./care/AfterSalePage"), "AfterSalePage"),
});
const tasks = createRoute({
    getParentRoute: () => shell,
    path: "/people/tasks",
    validateSearch: only<{ owner?: string }>((s) => (typeof s.owner === "string" || typeof s.owner === "number" ? { owner: String(s.owner) } : {})),
    component: lazyRouteComponent(() => import("./care/TasksPage"), "TasksPage"),
});
const scores = createRoute({
    getParentRoute: () => shell,
    path: "/people/scores",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./scores/ScoresPage"), "ScoresPage"),
});
const handoff = createRoute({
    getParentRoute: () => shell,
    path: "/people/handoff",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./pipeline/HandoffPage"), "HandoffPage"),
});
const ladder = createRoute({
    getParentRoute: () => shell,
    path: "/people/ladder",
    component: lazyRouteComponent(() => import("./pipeline/LadderPage"), "LadderPage"),
});
const funnel = createRoute({
    getParentRoute: () => shell,
    path: "/results/funnel",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./pipeline/FunnelPage"), "FunnelPage"),
});
const record = createRoute({
    getParentRoute: () => shell,
    path: "/people/$table/$id",
    component: lazyRouteComponent(() => import("./people/RecordPage"), "RecordPage"),
});
const segments = createRoute({
    getParentRoute: () => shell,
    path: "/people/segments",
    component: lazyRouteComponent(() => import("./segments/SegmentsPage"), "SegmentsPage"),
});
const segmentNew = createRoute({
    getParentRoute: () => shell,
    path: "/people/segments/new",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./segments/SegmentEdit"), "SegmentNew"),
});
const segment = createRoute({
    getParentRoute: () => shell,
    path: "/people/segments/$id",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./segments/SegmentPage"), "SegmentPage"),
});
const segmentEdit = createRoute({
    getParentRoute: () => shell,
    path: "/people/segments/$id/edit",
    component: lazyRouteComponent(() => import("./segments/SegmentEdit"), "SegmentEdit"),
});
const duplicates = createRoute({
    getParentRoute: () => shell,
    path: "/people/duplicates",
    component: lazyRouteComponent(() => import("./people/DuplicatesPage"), "DuplicatesPage"),
});
const imports = createRoute({
    getParentRoute: () => shell,
    path: "/import",
    validateSearch: only<{ kind?: string }>((s) => (typeof s.kind === "string" ? { kind: s.kind } : {})),
    component: lazyRouteComponent(() => import("./people/ImportPage"), "ImportPage"),
});
const scheduled = createRoute({
    getParentRoute: () => shell,
    path: "/import/scheduled",
    component: lazyRouteComponent(() => import("./people/SourcesPage"), "ScheduledPage"),
});
const webhooks = createRoute({
    getParentRoute: () => shell,
    path: "/import/webhooks",
    component: lazyRouteComponent(() => import("./people/SourcesPage"), "WebhooksPage"),
});
const source = createRoute({
    getParentRoute: () => shell,
    path: "/import/sources/$id",
    component: lazyRouteComponent(() => import("./people/SourcePage"), "SourcePage"),
});
const oneImport = createRoute({
    getParentRoute: () => shell,
    path: "/import/$id",
    component: lazyRouteComponent(() => import("./people/ImportWizard"), "ImportWizard"),
});

const results = createRoute({ getParentRoute: () => shell, path: "/results", beforeLoad: () => { throw redirect({ to: "/results/channels" }); } });
const visits = createRoute({
    getParentRoute: () => shell,
    path: "/results/visits",
    validateSearch: only(readSearch),
    component: lazyRouteComponent(() => import("./visits/VisitsPage"), "VisitsPage"),
});
const history = createRoute({
    getParentRoute: () => shell,
    path: "/results/visits/import",
    component: lazyRouteComponent(() => import("./visits/HistoryPage"), "HistoryPage"),
});
const awareness = createRoute({
    getParentRoute: () => shell,
    path: "/results/awareness",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./results/Awareness"), "Awareness"),
});
const channels = createRoute({
    getParentRoute: () => shell,
    path: "/results/channels",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./results/Channels"), "Channels"),
});
const rows = createRoute({
    getParentRoute: () => shell,
    path: "/results/channels/rows",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./results/RowsPage"), "RowsPage"),
});
const attribution = createRoute({
    getParentRoute: () => shell,
    path: "/results/attribution",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./results/Attribution"), "Attribution"),
});
const attributionRows = createRoute({
    getParentRoute: () => shell,
    path: "/results/attribution/rows",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./results/AttributionRows"), "AttributionRowsPage"),
});
const spend = createRoute({
    getParentRoute: () => shell,
    path: "/results/spend",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./results/SpendPage"), "SpendPage"),
});
const spendImport = createRoute({
    getParentRoute: () => shell,
    path: "/results/spend/import",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./results/SpendImport"), "SpendImport"),
});
const economics = createRoute({
    getParentRoute: () => shell,
    path: "/results/economics",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./results/Economics"), "Economics"),
});
const content = createRoute({
    getParentRoute: () => shell,
    path: "/results/content",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./results/Content"), "Content"),
});

const reports = createRoute({
    getParentRoute: () => shell,
    path: "/results/reports",
    component: lazyRouteComponent(() => import("./reports/ReportsPage"), "ReportsPage"),
});
const report = createRoute({
    getParentRoute: () => shell,
    path: "/results/reports/$id",
    component: lazyRouteComponent(() => import("./reports/ReportPage"), "ReportPage"),
});
const losses = createRoute({
    getParentRoute: () => shell,
    path: "/results/health",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./results/LossPage"), "LossPage"),
});
const forms = createRoute({
    getParentRoute: () => shell,
    path: "/people/forms",
    component: lazyRouteComponent(() => import("./people/FormsPage"), "FormsPage"),
});

const planNew = createRoute({
    getParentRoute: () => shell,
    path: "/plan/new",
    component: lazyRouteComponent(() => import("./plan/start/StartPage"), "StartPage"),
});
const planVersions = createRoute({
    getParentRoute: () => shell,
    path: "/plan/$planId/versions",
    validateSearch: only<{ from?: string; to?: string }>((s) => ({
        ...(s.from != null ? { from: String(s.from) } : {}),
        ...(s.to != null ? { to: String(s.to) } : {}),
    })),
    component: lazyRouteComponent(() => import("./plan/versions/VersionsPage"), "VersionsPage"),
});
const planScenarios = createRoute({
    getParentRoute: () => shell,
    path: "/plan/$planId/scenarios",
    component: lazyRouteComponent(() => import("./plan/scenarios/ScenariosPage"), "ScenariosPage"),
});
const plan = createRoute({
    getParentRoute: () => shell,
    path: "/plan",
    component: lazyRouteComponent(() => import("./plan/PlanPage"), "PlanPage"),
});
const guide = createRoute({
    getParentRoute: () => shell,
    path: "/plan/guide",
    component: lazyRouteComponent(() => import("./plan/guide/GuidePage"), "GuideStart"),
});
const guided = createRoute({
    getParentRoute: () => shell,
    path: "/plan/guide/$planId",
    validateSearch: textOnly,
    component: lazyRouteComponent(() => import("./plan/guide/GuidePage"), "GuidePage"),
});
const proposals = createRoute({
    getParentRoute: () => shell,
    path: "/plan/proposals",
    component: lazyRouteComponent(() => import("./plan/improve/ProposalsPage"), "ProposalsPage"),
});
const step = createRoute({
    getParentRoute: () => shell,
    path: "/plan/$planId/$step",
    component: lazyRouteComponent(() => import("./plan/StepPage"), "StepPage"),
});
const goal = createRoute({
    getParentRoute: () => shell,
    path: "/goals/$id",
    component: lazyRouteComponent(() => import("./plan/GoalPage"), "GoalPage"),
});
const rival = createRoute({
    getParentRoute: () => shell,
    path: "/competitors/$id",
    validateSearch: only<{ tab?: string }>((s) => (typeof s.tab === "string" ? { tab: s.tab } : {})),
    component: lazyRouteComponent(() => import("./plan/rivals/RivalPage"), "RivalPage"),
});
const campaign = createRoute({
    getParentRoute: () => shell,
    path: "/campaigns/$id",
    component: lazyRouteComponent(() => import("./plan/launch/CampaignPage"), "CampaignPage"),
});

const settings = createRoute({ getParentRoute: () => shell, path: "/settings", beforeLoad: () => { throw redirect({ to: "/settings/$page", params: { page: "site" } }); } });
const settingsPage = createRoute({
    getParentRoute: () => shell,
    path: "/settings/$page",
    component: lazyRouteComponent(() => import("./settings/SettingsPage"), "SettingsPage"),
});

const peopleHome = createRoute({ getParentRoute: () => shell, path: "/people", beforeLoad: () => { throw redirect({ to: "/people/$table", params: { table: "contacts" } }); } });
const shortcuts = (["accounts", "contacts", "deals"] as const).map((table) =>
    createRoute({
        getParentRoute: () => shell,
        path: `/${table}/$id`,
        beforeLoad: ({ params }) => {
            throw redirect({ to: "/people/$table/$id", params: { table, id: (params as { id: string }).id } });
        },
    }),
);

const tree = root.addChildren([
    login,
    setup,
    shell.addChildren([
        home, peopleHome, scores, handoff, ladder, funnel, consent, rights, erasure, tasks, afterSale, people, record, segments, segmentNew, segment, segmentEdit, duplicates, imports, scheduled, webhooks, source, oneImport, results, visits, history, awareness, channels, rows, attribution, attributionRows, spend, spendImport, economics, content, reports, report, losses, forms, plan, guide, guided, proposals, planNew, planVersions, planScenarios, step, goal, rival, campaign, settings, settingsPage, ...shortcuts,
    ]),
]);

export const router = createRouter({ routeTree: tree, defaultPreload: "intent", scrollRestoration: true });

declare module "@tanstack/react-router" {
    interface Register {
        router: typeof router;
    }
}
