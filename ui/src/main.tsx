import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "./styles.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { isMissing, Problem, whenSignedOut } from "./api/client";
import { startLanguage } from "./i18n";
import { outOfDate } from "./parts/toast";
import { router } from "./router";
import { sessionEnded } from "./session";
import { resolver, theme } from "./theme";

/* Screens show Trouble only where nothing was read yet; what was read once stays (isLoadingError, not isError). */
const client = new QueryClient({
    queryCache: new QueryCache({
        onError: (e, q) => {
            const told = isMissing(e) || (e instanceof Problem && e.status === 401);
            if (q.state.data !== undefined && !told) outOfDate(e);
        },
    }),
    defaultOptions: {
        queries: {
            staleTime: 15_000,
            refetchOnWindowFocus: false,
            retry: (n, e) => n < 2 && !(e instanceof Problem && e.status >= 400 && e.status < 500),
        },
    },
});

whenSignedOut(() => sessionEnded(client));

void startLanguage().then(() => {
    const root = document.getElementById("root");
    if (!root) return;
    createRoot(root).render(
        <StrictMode>
            <MantineProvider theme={theme} cssVariablesResolver={resolver} defaultColorScheme="auto">
                <QueryClientProvider client={client}>
                    <Notifications position="bottom-center" autoClose={6000} limit={3} />
                    <RouterProvider router={router} />
                </QueryClientProvider>
            </MantineProvider>
        </StrictMode>,
    );
});
