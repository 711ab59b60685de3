/* The form of who signs in: address and password, then the code, where the person has one. */
import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import type { Session } from "../api/types";

/* Above an open dialog the key that closes one is not meant for that. */
const own = { "data-mantine-stop-propagation": "true" };

interface Props {
    as?: string; // the address of who was signed in; nobody else is asked for
    code: boolean; // whether it is the code's turn; the heading around the form says it too
    setCode: (code: boolean) => void;
    done: (s: Session) => void;
}

export function SignIn({ as, code, setCode, done }: Props) {
    const { t } = useTranslation();
    const [email, setEmail] = useState(as ?? "");
    const [password, setPassword] = useState("");
    const [totp, setTotp] = useState("");
    const [busy, setBusy] = useState(false);
    const [error, setError] = useState<string | null>(null);

    const enter = async (e: SyntheticEvent) => {
        e.preventDefault();
        e.stopPropagation(); // a dialog is a child of the form behind it, for events
        setBusy(true);
        setError(null);
        try {
            done(await api.post<Session>("/session", { email, password, ...(code ? { totp: totp.replace(/\s/g, "") } : {}) }));
        } catch (x) {
            if (x instanceof Problem && x.code === "access.totp_needed") setCode(true);
            else setError(sentence(x));
        } finally {
            setBusy(false);
        }
    };

    return (
        <form onSubmit={(e) => void enter(e)}>
            <Stack gap="md">
                {error && (
                    <Alert color="terracotta" variant="light" role="alert">
                        {error}
                    </Alert>
                )}
                {code ? (
                    <TextInput
                        label={t("login.code")} value={totp} onChange={(e) => setTotp(e.currentTarget.value)} inputMode="numeric"
                        autoComplete="one-time-code" maxLength={9} size="md" data-autofocus autoFocus required {...own}
                    />
                ) : (
                    <>
                        <TextInput
                            label={t("login.email")} type="email" name="email" autoComplete="username" value={email} size="md" required readOnly={!!as}
                            onChange={(e) => setEmail(e.currentTarget.value)} {...own}
                        />
                        <PasswordInput
                            label={t("login.password")} name="password" autoComplete="current-password" value={password} size="md" required
                            data-autofocus={as ? true : undefined}
                            onChange={(e) => setPassword(e.currentTarget.value)}
                            visibilityToggleButtonProps={{ "aria-label": t("login.show"), ...own }} {...own}
                        />
                    </>
                )}
                <Button type="submit" size="md" loading={busy} fullWidth {...own}>
                    {code ? t("login.confirm") : t("login.enter")}
                </Button>
                {code && (
                    <Button variant="subtle" onClick={() => { setCode(false); setTotp(""); }} {...own}>
                        {t("login.back")}
                    </Button>
                )}
            </Stack>
        </form>
    );
}
