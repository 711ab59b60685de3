/* The shapes that the server sends. Those of its OpenAPI document are written by `npm run types`; here are their names,
 * and what that document leaves open: records of any model, figures by column, maps of imports. Ids are decimal strings,
 * money is integer minor units, times are RFC 3339, rates are fractions, null means none. */
import type { components } from "./openapi";

type Schemas = components["schemas"];

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type User = Schemas["User"];
export type Role = NonNullable<Schemas["Member"]["role"]>;
export type Site = Schemas["Site"];
export type Session = Schemas["Session"];
export type Setup = Schemas["Setup"];
export type SiteOpened = Schemas["SiteOpened"];
export type Member = Schemas["Member"];
export type Members = Schemas["Members"];
export type Token = Schemas["Token"];
export type OpenSession = Schemas["OpenSession"];
export type Totp = Schemas["Totp"];
export type Job = Omit<Schemas["Job"], "done" | "total"> & { done: number | null; total: number | null };
export type Health = Schemas["Health"];
export type IdentityValue = Schemas["IdentityValue"];
export type Family = Schemas["Family"];
export type Merge = Schemas["Merge"];
export type MergeDone = Omit<Schemas["MergeDone"], "record"> & { record: Row };
export type MergeUndone = Omit<Schemas["MergeUndone"], "record"> & { record: Row };
export type Duplicate = Omit<Schemas["Duplicate"], "one" | "other"> & { one: Row; other: Row };
export type DuplicateSearch = Schemas["DuplicateSearch"];
export type Bulk = Omit<Schemas["Bulk"], "sample"> & { sample?: (Omit<Schemas["BulkSample"], "diff"> & { diff: Record<string, Json> | null })[] };
export type View = Omit<Schemas["View"], "view"> & { view: Record<string, Json> };
export type Search = Schemas["Search"];
export type SearchHit = Schemas["SearchHit"];
export type WrongField = Schemas["WrongField"];
export type ImportWarning = Schemas["ImportWarning"];
export type SpendOverlap = Schemas["SpendOverlap"];
export type ImportError = Schemas["ImportError"];
export type ImportKind = Schemas["Import"]["kind"];
export type Anomaly = Schemas["Anomaly"];
export type AttributionReport = Schemas["AttributionReport"];
export type AttributionRows = Schemas["AttributionRows"];
export type AttributionTouch = Schemas["AttributionTouch"];
export type Visitors = Schemas["Visitors"];
export type VisitorLink = Schemas["VisitorLink"];
export type Economics = Schemas["Economics"];
export type EconomicsNumbers = Schemas["EconomicsBefore"];
export type EconomicsFigure = Schemas["EconomicsFigure"];
export type EconomicsPercentiles = Schemas["EconomicsPercentiles"];
export type EconomicsCohort = Schemas["EconomicsCohort"];
export type EconomicsCohorts = Schemas["EconomicsCohorts"];
export type ContentReport = Schemas["ContentReport"];
export type OtherMoney = Schemas["OtherMoney"];
export type ContentPage = Schemas["ContentPage"];
export type ContentUnit = Schemas["ContentUnit"];
/* What evidence, findings and a shift hold is named by the program: numbers by name, and a few words. */
export type Evidence = Partial<Record<string, number>> & { from?: string | null; to?: string | null; unit?: string | null; metric?: string | null; channel?: string | null; hours?: boolean; margin?: boolean };
export interface ShiftDone {
    plan: string;
    from: string;
    to: string;
    hours: boolean;
    amount: number;
    months: number;
}
export type Proposal = Omit<Schemas["Proposal"], "evidence" | "findings" | "shift"> & { evidence: Evidence; findings: Evidence | null; shift: ShiftDone | null };
export type Proposals = Omit<Schemas["Proposals"], "items"> & { items: Proposal[] };
export type ProposalEvidence = Schemas["ProposalEvidence"];
export type Judged = Schemas["Judged"];
export type BudgetShift = Schemas["BudgetShift"];
export type GoalGap = Schemas["GoalGap"];
export type GoalFamily = Schemas["GoalFamily"];
export type MilestoneTold = Schemas["MilestoneTold"];
export type FunnelReport = Schemas["FunnelReport"];
export type Launch = Schemas["Launch"];
export type LaunchItem = Schemas["LaunchItem"];
export type Budget = Schemas["Budget"];
export type BudgetRow = Schemas["BudgetRow"];
export type BudgetMonth = Schemas["BudgetColumn"];
export type BudgetWarning = Schemas["BudgetWarning"];
export type ReportBy = Schemas["ChannelReport"]["by"];

export type Road = Schemas["Road"];
export type RoadStep = Schemas["RoadStep"];
export type RoadQuestion = Schemas["RoadQuestion"];
export type RoadDrift = Schemas["RoadDrift"];

export type FieldKind =
    | "text" | "prose" | "email" | "url" | "int" | "money" | "rate" | "bool" | "time" | "date" | "enum" | "ref" | "tags" | "json";

export type Field = Omit<Schemas["Field"], "kind" | "choice_labels"> & { kind: FieldKind; choice_labels: Record<string, string> };
export type Model = Omit<Schemas["Model"], "fields"> & { fields: Field[] };
export type CustomField = Omit<Schemas["CustomField"], "kind"> & { kind: FieldKind };
export type Delivery = Schemas["Delivery"];
export type DeliveryBody = Omit<Schemas["DeliveryBody"], "body"> & { body: Json };
export type SourceShape = Schemas["SourceShape"];
export type SourcePreview = Schemas["SourcePreview"];
export type ImportTarget = Omit<Schemas["ImportTarget"], "kind"> & { kind: FieldKind };
export type WebhookEvent = Schemas["WebhookEvent"];
export type Setting = Omit<Schemas["Setting"], "value" | "initial"> & { value: Json; initial: Json };
export type AuditEntry = Omit<Schemas["AuditEntry"], "diff"> & { diff: Record<string, Json> | null };

export type RuleCount = Schemas["RuleCount"];
export type RuleField = Omit<Schemas["RuleField"], "kind"> & { kind: FieldKind };
export type RuleRecord = Omit<Schemas["RuleRecord"], "fields"> & { fields: RuleField[] };
export type RuleParam = Omit<Schemas["RuleParam"], "kind"> & { kind: FieldKind };
export type RuleCondition = Omit<Schemas["RuleCondition"], "params"> & { params: RuleParam[] };
export type RuleOperator = Schemas["RuleOperator"];
export type RuleSchema = Omit<Schemas["RuleSchema"], "records" | "related" | "conditions" | "json_schema"> & {
    records: RuleRecord[];
    related: RuleRecord[];
    conditions: RuleCondition[];
};

/* A record of any model: its fields by name, beside what every record has. */
export interface Row {
    id: string;
    version: number;
    created_at: string;
    changed_at: string;
    custom?: Record<string, Json> | null;
    [field: string]: Json | undefined;
}

export interface Page<T> {
    items: T[];
    next: string | null;
    count?: number | null;
    count_capped?: boolean;
}

export interface Reason {
    code: string;
    message: string;
    have?: number | null;
    need?: number | null;
}

export interface TimelineItem {
    at: string;
    kind: string;
    title: string;
    detail: string | null;
    actor: string | null;
    url: string | null;
}

export interface ColumnMap {
    to?: string;
    pattern?: string;
    split?: string;
}

export interface ImportMap {
    kind?: string;
    separator?: string;
    encoding?: string;
    time_zone?: string;
    numbers?: "pt-BR" | "en";
    on_duplicate?: "update" | "skip";
    columns: Record<string, ColumnMap | null>;
    constants?: Record<string, string>;
}

export type Import = Omit<Schemas["Import"], "map" | "sample"> & {
    map: ImportMap | null;
    sample: string[][];
};

export interface ReportRow {
    channel?: string;
    key?: string;
    label?: string | null;
    reasons?: Record<string, Reason> | null;
    [column: string]: Json | Record<string, Reason> | undefined;
}

export interface ReportColumn {
    label: string;
    definition: string;
    sample_rule: string | null;
    unit: string;
}

export type ChannelReport = Omit<Schemas["ChannelReport"], "rows" | "totals" | "columns"> & {
    rows: ReportRow[];
    totals: ReportRow;
    columns: Record<string, ReportColumn>;
};

export interface ReportRows {
    kind: Schemas["ReportRows"]["kind"];
    items: Row[];
    next: string | null;
}

export interface Metric {
    key: string;
    label: string;
    unit: string;
    definition: string;
    sample_rule: string | null;
    counts: boolean;
    less_is_better: boolean;
    low: number;
    high: number | null;
}

export interface MetricValue {
    value: number | null;
    have: number | null;
    need: number | null;
    reason: Reason | string | null;
    unit: string;
    series: { month: string; value: number | null }[];
    other_currencies: OtherMoney[];
}

export interface Outlook {
    low: number | null;
    middle: number | null;
    high: number | null;
    chance: number | null;
    ambition: "timid" | "within" | "bold" | null;
    weeks: number;
    since: string | null;
    steady: number;
    trials: number;
    held: number;
    best_growth: number | null;
    needed_growth: number | null;
    months: number;
    unit: string;
    reason: Reason | string | null;
}

export interface Progress {
    baseline: number | null;
    current: number | null;
    target: number | null;
    unit: string;
    progress: number | null;
    elapsed: number | null;
    pace: number | null;
    expected_now: number | null;
    days_left: number | null;
    days_total: number | null;
    over: boolean; /* its last day has passed */
    keeps: boolean; /* the baseline was as good as the target: the goal is to stay there */
    reached: boolean;
    on_track: boolean | null;
    reason: Reason | string | null;
    series: { date: string; value: number | null }[];
    other_currencies?: OtherMoney[]; /* in none of it */
    outlook?: Outlook | null; /* of one goal asked for by itself */
}

export interface Sums {
    leads: number | null;
    won: number | null;
    revenue_minor: number | null;
    spend_minor: number | null;
    other_currencies?: OtherMoney[]; /* in neither revenue nor spend */
}

export interface Dashboard {
    funnel: Schemas["StageReached"][];
    stages?: { from: string; to: string; rate: number | null }[] | null;
    lifecycle: Schemas["StageCount"][];
    channels: ReportRow[];
    goals: (Progress & { id: string; name: string })[];
    money: { month: string; spend_minor: number | null; revenue_minor: number | null; won: number | null }[];
    last30: Sums;
    before30: Sums;
    other_currencies: OtherMoney[]; /* of the months in money */
    tasks: { code: string; message: string; url: string | null }[];
}

export interface CommitteeMember {
    id: string;
    role: string | null;
    since_at?: string | null;
    left_at?: string | null;
    version?: number;
    contact: { id: string; name: string | null; email?: string | null; job_title?: string | null };
}

export interface Committee {
    items: CommitteeMember[];
    missing: string[];
    gaps: { role: string; message: string }[];
}

export type PlanVersion = Schemas["PlanVersion"];
export type PlanVersions = Schemas["PlanVersions"];
export type PlanChange = Schemas["PlanChange"];
export type PlanDiff = Schemas["PlanDiff"];
export type PlanApplied = Schemas["PlanApplied"];
export type PlanComparison = Schemas["PlanComparison"];
export type PlanExample = Schemas["PlanExample"];
export type PlanExampleWhole = Schemas["PlanExampleWhole"];
export type PlanAnswers = Schemas["PlanAnswers"];
export type PlanGuesses = Schemas["PlanGuesses"];
