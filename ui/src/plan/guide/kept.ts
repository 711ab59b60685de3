/* What the guide remembers of a plan in this browser: which questions were left for later. Answers are on the server, and what is
 * half typed is kept by the form. */
import { useLocalStorage } from "@mantine/hooks";

export function useSkipped(plan: string) {
    const [skipped, setSkipped] = useLocalStorage<string[]>({ key: `praca.guide.${plan}`, defaultValue: [], getInitialValueInEffect: false });
    return {
        skipped,
        skip: (id: string) => setSkipped((s) => [...s.filter((x) => x !== id), id]),
        clear: (ids: string[]) => setSkipped((s) => s.filter((x) => !ids.includes(x))),
    };
}
