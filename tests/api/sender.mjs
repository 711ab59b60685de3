/* sender.mjs -- events from outside, each with an id of its own, and what became of them.
 *
 * One that is sent again counts as a duplicate exactly when it was stored: so ids can be compared one by one without looking into
 * the store.
 */
import { Agent, request } from "node:http";

const agentName = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/133.0";

/* where: {url, key, page}, asked anew each time, because a server may come back elsewhere. */
export function sender(where) {
    let serial = 0;
    const newId = () => (++serial).toString(16).padStart(32, "0");

    /* The status, or 0 when no answer came. */
    function post(id, agent) {
        const { url, key, page } = where();
        return new Promise((done) => {
            const req = request(`${url}/m/e`, { method: "POST", agent, headers: { "User-Agent": agentName, "Accept-Language": "pt-BR" } }, (res) => {
                res.resume();
                res.on("end", () => done(res.statusCode));
                res.on("error", () => done(0));
            });
            req.on("error", () => done(0));
            req.end(JSON.stringify({ k: key, t: 1, b: [{ i: id, n: "view", u: page, t: 1 }] }));
        });
    }

    async function withAgent(use) {
        const agent = new Agent({ keepAlive: true, maxSockets: 20 });
        try {
            return await use(agent);
        } finally {
            agent.destroy();
        }
    }

    return {
        newId,
        post,
        /* All of these, twenty at once; their statuses. */
        send: (ids) =>
            withAgent(async (agent) => {
                const statuses = [];
                for (let i = 0; i < ids.length; i += 20) statuses.push(...(await Promise.all(ids.slice(i, i + 20).map((id) => post(id, agent)))));
                return statuses;
            }),
        /* Twenty at once until it is told to stop, or nobody answers any more. */
        load: (acknowledged, sent, going) =>
            withAgent((agent) =>
                Promise.all(
                    Array.from({ length: 20 }, async () => {
                        while (going()) {
                            const id = newId();
                            sent.push(id);
                            const status = await post(id, agent);
                            if (status === 202) acknowledged.push(id);
                            else if (status === 0) return;
                        }
                    }),
                ),
            ),
    };
}
