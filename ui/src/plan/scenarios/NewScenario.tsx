/* "What if we spend half": a copy of the plan under a name, with the budget as it is or another share of it. */
import { Button, Group, Modal, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../api/client";
import { done, failed } from "../../parts/toast";
import { useNewScenario } from "./scenarios";

const ALL = 100;

export function NewScenario({ plan, opened, onClose }: { plan: string; opened: boolean; onClose: () => void }) {
    const { t } = useTranslation();
    const add = useNewScenario(plan);
    const [name, setName] = useState("");
    const [money, setMoney] = useState<number | string>(ALL);
    const [hours, setHours] = useState<number | string>(ALL);
    const [wrong, setWrong] = useState<Record<string, string>>({});
    const share = (v: number | string) => (v === "" || Number(v) === ALL ? undefined : Number(v));
    const send = () =>
        add.mutate({ name: name.trim(), budget_percent: share(money), hours_percent: share(hours) }, {
            onSuccess: () => { setName(""); setMoney(ALL); setHours(ALL); setWrong({}); onClose(); done(t("scenarios.made")); },
            onError: (e) => { if (e instanceof Problem && Object.keys(e.fields).length) setWrong(e.fields); else failed(e); },
        });
    return (
        <Modal opened={opened} onClose={onClose} title={t("scenarios.new")} closeButtonProps={{ "aria-label": t("common.close") }}>
            <form noValidate onSubmit={(e) => { e.preventDefault(); send(); }}>
                <Stack gap="md">
                    <Text size="sm" lh={1.55}>{t("scenarios.newText")}</Text>
                    <TextInput label={t("scenarios.name")} placeholder={t("scenarios.nameExample")} value={name} error={wrong.name} required maxLength={120} onChange={(e) => setName(e.currentTarget.value)} data-autofocus />
                    <Group grow align="flex-start">
                        <NumberInput label={t("scenarios.money")} description={t("scenarios.percentHelp")} suffix=" %" min={0} max={1000} value={money} error={wrong.budget_percent} onChange={setMoney} allowDecimal={false} />
                        <NumberInput label={t("scenarios.hours")} description={t("scenarios.percentHelp")} suffix=" %" min={0} max={1000} value={hours} error={wrong.hours_percent} onChange={setHours} allowDecimal={false} />
                    </Group>
                    <Group justify="flex-end">
                        <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
                        <Button type="submit" loading={add.isPending}>{t("scenarios.make")}</Button>
                    </Group>
                </Stack>
            </form>
        </Modal>
    );
}
