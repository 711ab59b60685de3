/* The draft of the banner beside the real thing in a frame. Nobody sees a draft; publishing it asks every visitor again. */
import { Alert, Button, Code, ColorInput, CopyButton, Group, SegmentedControl, Stack, Switch, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import { Confirm } from "../parts/Confirm";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { bannerKey, categories, langs, useBanner, useCookiesAgain, type Banner, type Lang, type Words } from "./cookies";

export function Draft() {
    const q = useBanner();
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    return <Editor banner={q.data} />;
}

type Form = Pick<Banner, "accent" | "corner" | "onetrust" | "words">;

/* What is typed stays when the draft is read again. Somebody else's draft is not written over before that was said. */
function Editor({ banner }: { banner: Banner }) {
    const { t, i18n } = useTranslation();
    const { can } = useDesk();
    const again = useCookiesAgain();
    const [lang, setLang] = useState<Lang>(i18n.language === "en" ? "en" : "pt-BR");
    const client = useQueryClient();
    const [typed, setTyped] = useState<{ form: Form; version: number } | null>(null);
    const kept: Form = { accent: banner.accent, corner: banner.corner, onetrust: banner.onetrust, words: banner.words };
    const { form, version } = typed ?? { form: kept, version: banner.version };
    const setForm = (f: Form) => { setTyped({ form: f, version }); };
    const [asking, ask] = useState(false);
    const off = !can("admin");
    const save = useMutation({
        mutationFn: () => api.patch<Banner>("/cookies/banner", form, version),
        onSuccess: (now) => { client.setQueryData(bannerKey, now); setTyped(null); again(); done(t("cookies.draftSaved")); },
        onError: (e) => {
            if (!(e instanceof Problem) || e.status !== 412) return;
            api.get<Banner>("/cookies/banner").then((now) => { client.setQueryData(bannerKey, now); setTyped({ form, version: now.version }); }).catch(failed);
        },
    });
    const publish = useMutation({
        mutationFn: () => api.post<{ edition: number }>("/cookies/publish"),
        onSuccess: (a) => { again(); ask(false); done(t("cookies.published", { n: a.edition })); },
        onError: failed,
    });
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    const words: Words = form.words[lang] ?? {};
    const put = (name: keyof Words, value: string) => { setForm({ ...form, words: { ...form.words, [lang]: { ...words, [name]: value } } }); };
    const same = JSON.stringify(form) === JSON.stringify(kept);
    const submit = (e: SyntheticEvent) => {
        e.preventDefault();
        save.mutate();
    };
    return (
        <Stack gap="md">
            <State banner={banner} />
            <form className="card" onSubmit={submit} noValidate>
                <Stack gap="md">
                    {save.isError && <Alert color="terracotta" variant="light" role="alert">{sentence(save.error)}</Alert>}
                    <Group align="flex-end" gap="lg">
                        <ColorInput label={t("cookies.accent")} format="hex" value={form.accent} onChange={(v) => { setForm({ ...form, accent: v }); }} error={wrong.accent} disabled={off} eyeDropperButtonProps={{ "aria-label": t("cookies.pick") }} maw={180} />
                        <div>
                            <Text size="sm" fw={500} id="corner" mb={4}>{t("cookies.corner")}</Text>
                            <SegmentedControl aria-labelledby="corner" value={form.corner} onChange={(v) => { setForm({ ...form, corner: v as Banner["corner"] }); }} data={[{ value: "left", label: t("cookies.left") }, { value: "right", label: t("cookies.right") }]} disabled={off} />
                        </div>
                    </Group>
                    <Switch label={t("cookies.onetrust")} description={t("cookies.onetrustHint")} checked={form.onetrust} onChange={(e) => { setForm({ ...form, onetrust: e.currentTarget.checked }); }} disabled={off} />
                    <div>
                        <Text size="sm" fw={500} id="lang" mb={4}>{t("cookies.lang")}</Text>
                        <SegmentedControl aria-labelledby="lang" value={lang} onChange={(v) => { setLang(v as Lang); }} data={langs.map((l) => ({ value: l, label: t(`cookies.langs.${l}`) }))} />
                    </div>
                    <Text size="sm" className="dim">{t("cookies.wordsHint")}</Text>
                    <TextInput label={t("cookies.title")} placeholder={t("cookies.titleHint")} maxLength={120} value={words.title ?? ""} onChange={(e) => { put("title", e.currentTarget.value); }} error={wrong[`words.${lang}.title`]} disabled={off} />
                    <Textarea label={t("cookies.own")} description={t("cookies.ownHint")} autosize minRows={2} maxLength={1000} value={words.own ?? ""} onChange={(e) => { put("own", e.currentTarget.value); }} error={wrong[`words.${lang}.own`]} disabled={off} />
                    <TextInput label={t("cookies.policy")} placeholder="/privacidade" maxLength={300} value={words.policy_url ?? ""} onChange={(e) => { put("policy_url", e.currentTarget.value); }} error={wrong[`words.${lang}.policy_url`]} disabled={off} />
                    {categories.map((c) => (
                        <Textarea key={c} label={t("cookies.moreOf", { name: t(`cookies.category.${c}`) })} description={t(`cookies.moreHint.${c}`)} autosize minRows={1} maxLength={600} value={words[c] ?? ""} onChange={(e) => { put(c, e.currentTarget.value); }} error={wrong[`words.${lang}.${c}`]} disabled={off} />
                    ))}
                    {!off && (
                        <Group justify="flex-end">
                            <Button type="submit" variant={same ? "default" : "filled"} disabled={same} loading={save.isPending}>{t("cookies.saveDraft")}</Button>
                            <Button variant={same && banner.differs ? "filled" : "default"} disabled={!same || !banner.differs} loading={publish.isPending} onClick={() => { if (banner.edition) ask(true); else publish.mutate(); }}>{t("cookies.publish")}</Button>
                        </Group>
                    )}
                </Stack>
            </form>
            <Preview banner={banner} lang={lang} saved={same} />
            <Confirm opened={asking} title={t("cookies.publishTitle")} text={t("cookies.publishText")} yes={t("cookies.publish")} onYes={() => { publish.mutate(); }} onClose={() => { ask(false); }} busy={publish.isPending} />
        </Stack>
    );
}

function State({ banner }: { banner: Banner }) {
    const { t } = useTranslation();
    const tag = `<script defer src="${location.origin}${banner.script}"></script>`;
    return (
        <section className="card" aria-label={t("cookies.state")}>
            <Text fw={600}>{banner.edition ? t("cookies.inForce", { n: banner.edition }) : t("cookies.notPublished")}</Text>
            {banner.edition > 0 && banner.differs && <Text size="sm" className="dim">{t("cookies.differs")}</Text>}
            <Text size="sm" mt="sm" mb={4}>{t("cookies.tag")}</Text>
            <Group gap="xs" align="flex-start" wrap="nowrap">
                <Code block style={{ flex: 1, minWidth: 0, whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{tag}</Code>
                <CopyButton value={tag}>{({ copied, copy }) => <Button variant="default" onClick={copy}>{copied ? t("common.copied") : t("common.copy")}</Button>}</CopyButton>
            </Group>
            <Text size="sm" className="dim" mt="sm">{t("cookies.third")}</Text>
            <Code block mt={4} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{'<script type="text/plain" data-praca-category="C0004" src="…"></script>\n<iframe data-praca-category="C0003" data-praca-src="…"></iframe>'}</Code>
        </section>
    );
}

/* The frame is a page of ours with the banner of the draft; saving shows it anew. */
function Preview({ banner, lang, saved }: { banner: Banner; lang: Lang; saved: boolean }) {
    const { t } = useTranslation();
    const [narrow, setNarrow] = useState(false);
    return (
        <section className="card" aria-label={t("cookies.preview")}>
            <Group justify="space-between" mb="sm">
                <Text fw={600}>{t("cookies.preview")}</Text>
                <SegmentedControl size="xs" aria-label={t("cookies.width")} value={narrow ? "narrow" : "wide"} onChange={(v) => { setNarrow(v === "narrow"); }} data={[{ value: "wide", label: t("cookies.wide") }, { value: "narrow", label: t("cookies.narrow") }]} />
            </Group>
            {!saved && <Text size="sm" className="dim" mb="sm" aria-live="polite">{t("cookies.previewSaved")}</Text>}
            <iframe key={`${banner.version}-${lang}`} title={t("cookies.preview")} src={`${banner.preview}?lang=${lang}`} style={{ display: "block", width: narrow ? 390 : "100%", maxWidth: "100%", height: 640, margin: "0 auto", border: "1px solid var(--line)", borderRadius: 8 }} />
        </section>
    );
}
