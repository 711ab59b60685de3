/* What the attribution screen says in its first sentence. */
import { describe, expect, it } from "vitest";
import { agreement } from "../src/results/attribution";

type Report = Parameters<typeof agreement>[0];

function report(first: string | null, last_known: string | null, w: string | null, conversions = 9): Report {
    return { conversions, leaders: { first, last_known, w, last: null, linear: null, position: null, u: null, full_path: null, decay: null, markov: null, shapley: null } };
}

describe("the sentence on where models agree", () => {
    it("says that all three name the same", () => {
        expect(agreement(report("email", "email", "email"))).toEqual({ kind: "all", blind: false, groups: [{ name: "email", models: ["first", "last_known", "w"] }] });
    });
    it("puts what most of them name first", () => {
        const a = agreement(report("social", "email", "email"));
        expect(a.kind).toBe("some");
        expect(a.groups.map((g) => [g.name, g.models.length])).toEqual([["email", 2], ["social", 1]]);
    });
    it("tells a tie from a leader", () => {
        expect(agreement(report(null, "email", null)).groups[0]).toEqual({ name: null, models: ["first", "w"] });
    });
    it("says nothing when no one leads, or nothing converted", () => {
        expect(agreement(report(null, null, null)).kind).toBe("none");
        expect(agreement(report("email", "email", "email", 0)).kind).toBe("none");
    });
    it("warns when the leader means that we do not know", () => {
        expect(agreement(report("direct_traffic", "direct_traffic", "email")).blind).toBe(true);
        expect(agreement(report("direct_traffic", "email", "email")).blind).toBe(false);
    });
});
