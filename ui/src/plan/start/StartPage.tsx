/* A new plan: empty, from a few questions, or from the example of a sector, looked at before it is taken. */
import { Button, Modal, Text, UnstyledButton } from "@mantine/core";
import { IconArrowLeft, IconBuildingFactory2, IconCode, IconFile, IconListCheck, IconLock, IconSettings2, IconTool, IconUsers } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../../api/queries";
import { PageHead } from "../../parts/PageHead";
import { RecordForm } from "../../parts/RecordForm";
import { done } from "../../parts/toast";
import { useDesk } from "../../session";
import { NotFound, Trouble, Waiting } from "../../shell/Fallbacks";
import { usePlans } from "../usePlan";
import "../versions/plan.css";
import { ExampleDialog } from "./ExampleDialog";
import { Questions } from "./Questions";
import { useExamples } from "./start";

type Icon = ComponentType<{ size?: number; "aria-hidden"?: boolean }>;

const icons: Record<string, Icon> = { software: IconCode, security: IconLock, tools: IconTool, parts: IconSettings2, services: IconUsers };

export function StartPage() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const { pick } = usePlans();
    const go = useNavigate();
    const model = useModel("plans");
    const examples = useExamples();
    const [empty, setEmpty] = useState(false);
    const [asking, setAsking] = useState(false);
    const [example, setExample] = useState<string>();
    const open = (id: string) => {
        pick(id);
        done(t("start.made"));
        void go({ to: "/plan" });
    };
    if (!can("edit_plan")) return <NotFound />;
    if (examples.isLoadingError) return <Trouble error={examples.error} />;
    if (!examples.data || !model) return <Waiting />;
    if (asking) return <Questions onMade={open} onBack={() => setAsking(false)} />;
    return (
        <>
            <Link to="/plan" className="link" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}>
                <IconArrowLeft size={15} aria-hidden />
                {t("menu.plan")}
            </Link>
            <PageHead title={t("plan.new")} lead={t("start.lead")} />
            <h2 style={{ fontSize: "1.05rem" }}>{t("start.own")}</h2>
            <div className="start-grid">
                <StartCard icon={IconListCheck} title={t("start.questions")} text={t("start.questionsText")} onClick={() => setAsking(true)} />
                <StartCard icon={IconFile} title={t("start.empty")} text={t("start.emptyText")} onClick={() => setEmpty(true)} />
            </div>
            <h2 style={{ fontSize: "1.05rem" }}>{t("start.examples")}</h2>
            <Text size="sm" className="dim" mb="md" maw={720}>{t("start.examplesText")}</Text>
            <div className="start-grid">
                {examples.data.map((x) => <StartCard key={x.key} icon={icons[x.key] ?? IconBuildingFactory2} title={x.name} text={x.text} onClick={() => setExample(x.key)} />)}
            </div>
            <Modal opened={empty} onClose={() => setEmpty(false)} title={t("plan.new")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                <RecordForm model={model} only={["name", "starts_on", "ends_on", "company_profile", "market_summary", "summary"]} hidden={["state"]} onCancel={() => setEmpty(false)} onDone={(row) => open(row.id)} />
            </Modal>
            <ExampleDialog example={example} onClose={() => setExample(undefined)} onMade={open} />
        </>
    );
}

function StartCard({ icon: Sign, title, text, onClick }: { icon: Icon; title: string; text: string; onClick: () => void }) {
    return (
        <UnstyledButton className="card start-card" onClick={onClick}>
            <span style={{ color: "var(--act)" }}><Sign size={24} aria-hidden /></span>
            <Text fw={650}>{title}</Text>
            <Text size="sm" className="dim" lh={1.5}>{text}</Text>
        </UnstyledButton>
    );
}

export function BackButton({ onClick }: { onClick: () => void }) {
    const { t } = useTranslation();
    return <Button variant="subtle" size="compact-sm" color="gray" leftSection={<IconArrowLeft size={15} aria-hidden />} onClick={onClick} mb={8}>{t("plan.new")}</Button>;
}
