/* Written by npm run types; do not edit. */
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            /** Format: date-time */
            readonly changed_at: string;
            city: string | null;
            country: string | null;
            /** Format: date-time */
            readonly created_at: string;
            currency: string | null;
            custom?: {
                [key: string]: unknown;
            };
            domain: string | null;
            /** Format: int64 */
            employees: number | null;
            external_id: string | null;
            /** Format: date-time */
            first_seen_at: string | null;
            readonly id: string;
            industry: string | null;
            name: string | null;
            notes: string | null;
            owner: string | null;
            parent: string | null;
            postal_code: string | null;
            /** Format: int64 */
            revenue_minor: number | null;
            state: string | null;
            street: string | null;
            tags: string[];
            tax_number: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        AccountLifecycle: {
            contact: string | null;
            lifecycle: string | null;
            name: string | null;
        };
        AccountScore: {
            engagement: components["schemas"]["PeopleScore"] | null;
            fit: components["schemas"]["PeopleScore"] | null;
            grade: string | null;
            history: components["schemas"]["ScoreDay"][];
            meaning: string | null;
            more: boolean;
        };
        AccountUnlinked: {
            /** Format: int64 */
            count: number;
            ids: string[];
            more: boolean;
        };
        Activity: {
            account: string | null;
            /** Format: date-time */
            at: string | null;
            body: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            channel: string | null;
            contact: string | null;
            /** Format: date-time */
            readonly created_at: string;
            deal: string | null;
            /** @enum {string|null} */
            direction: "out" | "in" | null;
            /** Format: date-time */
            done_at: string | null;
            /** Format: date-time */
            follow_up_at: string | null;
            readonly id: string;
            readonly is_open: boolean;
            /** @enum {string} */
            kind: "call" | "meeting" | "note" | "mail" | "whatsapp" | "task" | "issue";
            /** Format: int64 */
            minutes: number | null;
            /** @enum {string|null} */
            outcome: "reached" | "interested" | "not_interested" | "left_message" | "no_answer" | "wrong_number" | "held" | "no_show" | "sent" | "received" | null;
            owner: string | null;
            /** @enum {string|null} */
            readonly source: "hand" | "click" | "pasted" | "mail" | null;
            readonly source_key: string | null;
            subject: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        Added: {
            /** Format: int64 */
            added: number;
        };
        Anomaly: {
            code: string;
            /** Format: int64 */
            count: number;
            message: string;
            rows_url: string | null;
        };
        AnswerEvidence: {
            about: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            /** Format: uri */
            link: string | null;
            note: string | null;
            plan: string;
            question: string;
            /** Format: int64 */
            readonly version: number;
        };
        Any: {
            [key: string]: unknown;
        };
        AttributionAnswer: {
            answer: string | null;
            /** Format: int64 */
            conversions: number;
            /** Format: int64 */
            value_minor: number;
        };
        AttributionCredit: {
            conversions: number;
            share: number | null;
            /** Format: int64 */
            value_minor: number;
        };
        AttributionCredits: {
            decay: components["schemas"]["AttributionCredit"];
            first: components["schemas"]["AttributionCredit"];
            full_path: components["schemas"]["AttributionCredit"];
            last: components["schemas"]["AttributionCredit"];
            last_known: components["schemas"]["AttributionCredit"];
            linear: components["schemas"]["AttributionCredit"];
            markov: components["schemas"]["AttributionCredit"];
            position: components["schemas"]["AttributionCredit"];
            shapley: components["schemas"]["AttributionCredit"];
            u: components["schemas"]["AttributionCredit"];
            w: components["schemas"]["AttributionCredit"];
        };
        AttributionLeaders: {
            decay: string | null;
            first: string | null;
            full_path: string | null;
            last: string | null;
            last_known: string | null;
            linear: string | null;
            markov: string | null;
            position: string | null;
            shapley: string | null;
            u: string | null;
            w: string | null;
        };
        AttributionLeftOut: {
            /** Format: int64 */
            no_amount: number;
            other_currencies: components["schemas"]["AttributionMoney"][];
            /** Format: int64 */
            other_currency: number;
            /** Format: int64 */
            undated: number;
        };
        AttributionMoney: {
            currency: string;
            /** Format: int64 */
            deals: number;
            /** Format: int64 */
            value_minor: number;
        };
        AttributionReport: {
            /** @enum {unknown} */
            by: "channel" | "source" | "campaign" | "content";
            /** Format: int64 */
            conversions: number;
            /** @enum {unknown} */
            credit: "lead" | "opportunity" | "won";
            currency: string;
            enough: boolean;
            /** Format: date */
            from: string | null;
            /** Format: int64 */
            half_life_days: number;
            leaders: components["schemas"]["AttributionLeaders"];
            left_out: components["schemas"]["AttributionLeftOut"];
            /** Format: int64 */
            null_journeys: number;
            rows: components["schemas"]["AttributionRow"][];
            sales: boolean;
            /** Format: int64 */
            sample: number;
            self_reported: components["schemas"]["AttributionAnswer"][];
            /** Format: date */
            to: string | null;
            unknown: components["schemas"]["AttributionCredit"];
            /** Format: int64 */
            value_minor: number;
            /** Format: int64 */
            window_days: number;
        };
        AttributionRow: {
            credits: components["schemas"]["AttributionCredits"];
            direct: boolean;
            key: string;
            removal_effect: number;
            /** Format: int64 */
            touches: number;
        };
        AttributionRows: {
            conversions: number;
            /** Format: int64 */
            count: number;
            currency: string;
            items: components["schemas"]["AttributionTouch"][];
            next: string | null;
            /** Format: int64 */
            value_minor: number;
        };
        AttributionTouch: {
            account: string | null;
            account_name: string | null;
            /** Format: date-time */
            at: string | null;
            campaign: string | null;
            channel: string | null;
            contact: string | null;
            contact_name: string | null;
            content: string | null;
            conversions: number;
            /** Format: date-time */
            converted_at: string | null;
            deal: string | null;
            deal_name: string | null;
            id: string | null;
            kind: string | null;
            linked: boolean;
            medium: string | null;
            /** Format: int64 */
            more: number;
            path: string | null;
            source: string | null;
            /** Format: int64 */
            value_minor: number;
            /** Format: int64 */
            views: number;
        };
        Audience: {
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: int64 */
            cost_to_win_minor: number | null;
            /** Format: date-time */
            readonly created_at: string;
            description: string | null;
            /** Format: int64 */
            fit: number | null;
            fit_reason: string | null;
            readonly id: string;
            industry: string | null;
            /** Format: int64 */
            influence: number | null;
            influence_reason: string | null;
            /** Format: int64 */
            margin_minor: number | null;
            name: string;
            owner: string | null;
            plan: string;
            /** Format: int64 */
            reachable_accounts: number | null;
            /** Format: int64 */
            resources: number | null;
            resources_reason: string | null;
            readonly segment: string | null;
            /** Format: int64 */
            team_hours: number | null;
            /** Format: int64 */
            value: number | null;
            value_reason: string | null;
            /** Format: int64 */
            readonly version: number;
            win_rate: number | null;
        };
        AudienceActual: {
            average: components["schemas"]["AudienceFigure"];
            cost: components["schemas"]["AudienceFigure"];
            /** Format: int64 */
            lost_deals: number;
            margin: components["schemas"]["AudienceFigure"];
            /** Format: int64 */
            members: number;
            /** Format: int64 */
            open_accounts: number;
            /** Format: int64 */
            open_deals: number;
            /** Format: int64 */
            reached: number;
            /** Format: int64 */
            revenue_minor: number;
            /** Format: int64 */
            spend_minor: number;
            /** Format: date */
            spend_since: string | null;
            /** Format: int64 */
            unpriced: number;
            win_rate: components["schemas"]["AudienceFigure"];
            /** Format: int64 */
            won_accounts: number;
            /** Format: int64 */
            won_deals: number;
            won_share: components["schemas"]["AudienceFigure"];
        };
        AudienceAssumption: {
            actual: boolean;
            expected: string;
            field: string;
            label: string;
            missing: boolean;
            used: string;
        };
        AudienceChange: {
            assumption: string;
            /** Format: date-time */
            at: string;
            audience: string;
            sentence: string;
        };
        AudienceDeal: {
            account: string;
            account_name: string | null;
            /** Format: int64 */
            amount_minor: number | null;
            /** Format: date-time */
            closed_at: string | null;
            currency: string | null;
            deal: string;
            name: string | null;
            outcome: string | null;
        };
        AudienceFigure: {
            reason: components["schemas"]["Reason"] | null;
            value: number | null;
        };
        AudienceFlip: {
            assumption: string;
            audience: string;
            audience_name: string;
            change: number | null;
            /** Format: int64 */
            from: number;
            from_text: string;
            gains: boolean;
            label: string;
            other: string;
            sentence: string;
            /** Format: int64 */
            to: number;
            to_text: string;
        };
        AudienceRanking: {
            audiences: components["schemas"]["RankedAudience"][];
            /** @enum {unknown} */
            basis: "actual" | "expected";
            change: components["schemas"]["AudienceChange"] | null;
            currency: string;
            flips: components["schemas"]["AudienceFlip"][];
            /** Format: int64 */
            ranked: number;
            /** @enum {unknown} */
            unit: "hour" | "money";
            unit_text: string;
            why: string | null;
        };
        AudienceSegment: {
            gone: boolean;
            id: string;
            name: string | null;
            state: string | null;
        };
        AuditEntry: {
            action: string;
            actor: string | null;
            actor_name: string | null;
            /** Format: date-time */
            at: string;
            diff: Record<string, never> | null;
            id: string;
            model: string;
            origin: string;
            record: string | null;
        };
        Awareness: {
            accounts: components["schemas"]["AwarenessAccount"][];
            /** Format: int64 */
            accounts_seen: number;
            /** Format: int64 */
            audiences: number;
            brand_terms: string[];
            direct: components["schemas"]["AwarenessDirect"];
            files: components["schemas"]["AwarenessFile"][];
            /** Format: date */
            from: string | null;
            metrics: components["schemas"]["MetricValue"][];
            search: components["schemas"]["AwarenessSearch"];
            /** Format: date */
            to: string | null;
        };
        AwarenessAccount: {
            audience: string | null;
            /** Format: date-time */
            first_seen_at: string;
            id: string;
            industry: string | null;
            name: string | null;
        };
        AwarenessDirect: {
            /** Format: int64 */
            known: number;
            /** Format: int64 */
            returned: number;
            /** Format: int64 */
            visits: number;
        };
        AwarenessFile: {
            /** Format: int64 */
            downloads: number;
            file: string;
        };
        AwarenessQuery: {
            /** Format: int64 */
            clicks: number;
            /** Format: int64 */
            impressions: number;
            position: number | null;
            query: string;
        };
        AwarenessSearch: {
            /** Format: int64 */
            branded_clicks: number;
            /** Format: int64 */
            branded_impressions: number;
            /** Format: int64 */
            clicks: number;
            /** Format: int64 */
            cut: number;
            /** Format: int64 */
            exports: number;
            /** Format: date */
            from: string | null;
            /** Format: int64 */
            impressions: number;
            queries: components["schemas"]["AwarenessQuery"][];
            /** Format: date */
            to: string | null;
        };
        Board: {
            columns: components["schemas"]["BoardColumn"][];
            sums: components["schemas"]["BoardSum"][];
        };
        BoardCard: {
            account: components["schemas"]["Named"] | null;
            /** Format: int64 */
            amount_minor: number | null;
            /** Format: date-time */
            closed_at: string | null;
            currency: string | null;
            /** Format: int64 */
            days: number | null;
            exact: boolean;
            id: string;
            missing: string[];
            name: string | null;
            next_step: string | null;
            next_step_late: boolean;
            /** Format: date */
            next_step_on: string | null;
            /** @enum {unknown} */
            outcome: "open" | "won" | "lost";
            owner: components["schemas"]["Named"] | null;
            reason: string | null;
            stalled: boolean;
            /** @enum {unknown} */
            type: "new" | "expansion" | "renewal" | null;
            /** Format: int64 */
            version: number;
        };
        BoardColumn: {
            cards: components["schemas"]["BoardCard"][];
            /** Format: int64 */
            count: number;
            stage: components["schemas"]["BoardStage"] | null;
            sums: components["schemas"]["BoardSum"][];
        };
        BoardStage: {
            id: string;
            key: string;
            /** @enum {unknown} */
            kind: "open" | "won" | "lost";
            name: string;
            probability: number | null;
            requires: string[];
            /** Format: int64 */
            stall_days: number | null;
        };
        BoardSum: {
            /** Format: int64 */
            amount_minor: number;
            currency: string | null;
            /** Format: int64 */
            weighted_minor: number;
        };
        Budget: {
            /** Format: int64 */
            actual_hours: number;
            /** Format: int64 */
            actual_minor: number;
            channels: components["schemas"]["BudgetRow"][];
            currency: string;
            definition: string;
            left_out: components["schemas"]["BudgetLeftOut"];
            /** Format: int64 */
            month_hours: number | null;
            /** Format: int64 */
            month_money_minor: number | null;
            months: components["schemas"]["BudgetColumn"][];
            /** Format: int64 */
            other_currency: number;
            outside: components["schemas"]["BudgetRow"];
            plan: string;
            /** Format: int64 */
            planned_hours: number;
            /** Format: int64 */
            planned_minor: number;
            warnings: components["schemas"]["BudgetWarning"][];
        };
        BudgetCell: {
            /** Format: int64 */
            actual_hours: number;
            /** Format: int64 */
            actual_minor: number;
            line: string | null;
            /** Format: int64 */
            lines: number;
            /** Format: int64 */
            planned_hours: number;
            /** Format: int64 */
            planned_minor: number;
        };
        BudgetColumn: {
            /** Format: int64 */
            actual_hours: number;
            /** Format: int64 */
            actual_minor: number;
            current: boolean;
            /** Format: date */
            month: string;
            past: boolean;
            /** Format: int64 */
            planned_hours: number;
            /** Format: int64 */
            planned_minor: number;
            reason: string | null;
            reason_id: string | null;
            /** Format: date-time */
            reasoned_at: string | null;
            reasoned_by: string | null;
        };
        BudgetLeftOut: {
            /** Format: date */
            first: string | null;
            /** Format: date */
            last: string | null;
            /** Format: int64 */
            lines: number;
            /** Format: int64 */
            planned_hours: number;
            /** Format: int64 */
            planned_minor: number;
        };
        BudgetLine: {
            /** Format: date-time */
            readonly changed_at: string;
            channel: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            /** Format: date */
            month: string;
            note: string | null;
            plan: string;
            /** Format: int64 */
            planned_hours: number | null;
            /** Format: int64 */
            planned_minor: number;
            /** Format: int64 */
            readonly version: number;
        };
        BudgetMonth: {
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            /** Format: date */
            month: string;
            plan: string;
            reason: string;
            /** Format: date-time */
            readonly reasoned_at: string | null;
            readonly reasoned_by: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        BudgetRow: {
            /** Format: int64 */
            actual_hours: number;
            /** Format: int64 */
            actual_minor: number;
            cells: components["schemas"]["BudgetCell"][];
            channel: string | null;
            kind: string | null;
            measured: boolean;
            name: string | null;
            /** Format: int64 */
            planned_hours: number;
            /** Format: int64 */
            planned_minor: number;
            spend_in: string | null;
        };
        BudgetShift: {
            /** Format: int64 */
            amount: number;
            chance: number;
            from: components["schemas"]["ShiftSide"];
            high: number;
            hours: boolean;
            low: number;
            metric: string;
            middle: number;
            /** Format: int64 */
            months: number;
            to: components["schemas"]["ShiftSide"];
            unit: string;
        };
        BudgetWarning: {
            /** Format: int64 */
            have: number;
            /** @enum {unknown} */
            kind: "over_money" | "over_hours" | "spent_over" | "spent_under" | "worked_over" | "worked_under";
            message: string;
            /** Format: date */
            month: string;
            /** Format: int64 */
            than: number;
            wants_reason: boolean;
        };
        Bulk: {
            action: Record<string, never>;
            actor: string | null;
            /** Format: int64 */
            all: number;
            /** Format: int64 */
            changes: number;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            done: number;
            /** Format: date-time */
            ended_at: string | null;
            error: string | null;
            id: string;
            /** Format: int64 */
            kept: number;
            /** @enum {unknown} */
            model: "account" | "contact" | "deal";
            reasons?: components["schemas"]["BulkReason"][];
            /** Format: int64 */
            refused: number;
            /** Format: int64 */
            same: number;
            sample?: components["schemas"]["BulkSample"][];
            /** Format: date-time */
            started_at: string | null;
            /** @enum {unknown} */
            state: "gathering" | "counting" | "counted" | "running" | "done" | "undoing" | "undone" | "failed";
            /** Format: int64 */
            undone: number;
        };
        BulkAction: {
            account_by_domain?: boolean;
            delete?: boolean;
            /** @enum {unknown} */
            how?: "include" | "exclude" | "none";
            list?: string;
            segment?: string;
            set?: Record<string, never>;
            /** @enum {unknown} */
            status?: "subscribed" | "unsubscribed";
            tags_add?: string[];
            tags_remove?: string[];
        };
        BulkReason: {
            code: string | null;
            /** Format: int64 */
            count: number;
            field: string | null;
            label: string | null;
            message: string;
        };
        BulkSample: {
            diff: Record<string, never> | null;
            id: string;
            name: string | null;
        };
        Campaign: {
            audience: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            channel: string | null;
            /** Format: date-time */
            readonly created_at: string;
            cta: string | null;
            /** Format: date */
            ends_on: string | null;
            goal: string | null;
            readonly id: string;
            /** Format: uri */
            landing_url: string | null;
            metric: string | null;
            name: string;
            notes: string | null;
            override_reason: string | null;
            plan: string;
            /** Format: date */
            starts_on: string | null;
            /** @enum {string|null} */
            state: "idea" | "ready" | "running" | "done" | "stopped" | null;
            stop_reason: string | null;
            utm_campaign: string | null;
            utm_content: string | null;
            utm_medium: string | null;
            utm_source: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        CampaignAsset: {
            asset: string;
            campaign: string;
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            /** Format: int64 */
            readonly version: number;
        };
        CampaignChannel: {
            campaign: string;
            /** Format: date-time */
            readonly changed_at: string;
            channel: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            /** Format: int64 */
            readonly version: number;
        };
        Canvas: {
            audience_name: string;
            claims: components["schemas"]["LedgerClaim"][];
            plan_name: string;
            positioning: components["schemas"]["Positioning"];
            rivals: components["schemas"]["CanvasRival"][];
            /** Format: date */
            today: string;
        };
        CanvasRestore: {
            /** Format: int64 */
            version: number;
        };
        CanvasRival: {
            competitor: string;
            id: string;
            name: string;
            notes: string | null;
            /** Format: int64 */
            version: number;
            website: string | null;
        };
        CanvasVersion: {
            actor: string | null;
            actor_name: string | null;
            positioning: components["schemas"]["Positioning"];
            /** Format: date-time */
            saved_at: string;
            /** Format: int64 */
            version: number;
        };
        Channel: {
            audience: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            /** @enum {string|null} */
            cost_model: "per_click" | "per_month" | "per_lead" | "per_event" | "other" | null;
            /** @enum {string|null} */
            cost_period: "month" | "quarter" | "year" | null;
            /** Format: date-time */
            readonly created_at: string;
            /** Format: int64 */
            expected_cost_per_lead_minor: number | null;
            /** Format: int64 */
            expected_leads: number | null;
            readonly id: string;
            /** @enum {string} */
            kind: "search" | "paid" | "display" | "marketplaces" | "site" | "mail" | "whatsapp" | "content" | "documents" | "customer_stories" | "podcast" | "video" | "social" | "influencers" | "webinars" | "live_events" | "fairs" | "print" | "outdoor" | "direct_mail" | "press" | "telephone" | "referral" | "associations" | "other";
            matches: string | null;
            name: string;
            offline: boolean;
            owner: string | null;
            phone: string | null;
            plan: string;
            /** Format: int64 */
            price_minor: number | null;
            /** Format: int64 */
            readonly version: number;
            /** Format: int64 */
            volume: number | null;
            why: string | null;
        };
        ChannelAsk: {
            referrer?: string | null;
            url: string;
        };
        ChannelExpected: {
            /** Format: int64 */
            cost_per_lead_minor: number | null;
            /** Format: int64 */
            leads: number | null;
            /** Format: int64 */
            spend_minor: number | null;
        };
        ChannelFit: {
            audience: string;
            /** Format: date-time */
            readonly changed_at: string;
            channel: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            plan: string;
            /** Format: int64 */
            readonly version: number;
            why: string | null;
        };
        ChannelFound: {
            campaign: string;
            channel: string;
            click: string;
            medium: string;
            rule: string | null;
            source: string;
            /** @enum {unknown} */
            step: "rule" | "tag" | "paid" | "click" | "site" | "page" | "nothing";
        };
        ChannelKind: {
            cost_models: string[];
            group: string;
            key: string;
            matches: string | null;
            name: string;
            offline: boolean;
            prepare: string;
            stages: string[];
            tickets: string[];
            what: string;
        };
        ChannelOutcome: {
            /** Format: int64 */
            calls: number;
            channel: string;
            /** Format: int64 */
            code_uses: number;
            expected: components["schemas"]["ChannelExpected"];
            figures: Record<string, never>;
            key: string | null;
            kind: string;
            /** Format: int64 */
            link_hits: number;
            matches: string | null;
            name: string;
            offline: boolean;
            reasons: Record<string, never>;
        };
        ChannelOutcomes: {
            currency: string;
            /** Format: date */
            from: string;
            items: components["schemas"]["ChannelOutcome"][];
            /** Format: date */
            to: string;
        };
        ChannelReport: {
            anomalies: components["schemas"]["Anomaly"][];
            /** @enum {unknown} */
            by: "channel" | "landing_page" | "industry" | "month" | "campaign" | "segment";
            columns: Record<string, never>;
            currency: string;
            /** Format: date */
            from: string | null;
            rows: Record<string, never>[];
            time_zone?: string;
            /** Format: date */
            to: string | null;
            totals: Record<string, never>;
        };
        ChannelRule: {
            active: boolean;
            campaign: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            channel: string;
            click: string | null;
            /** Format: date-time */
            readonly created_at: string;
            host: string | null;
            readonly id: string;
            medium: string | null;
            notes: string | null;
            /** Format: int64 */
            position: number | null;
            source: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        ChannelsUsual: {
            items: components["schemas"]["ChannelUsual"][];
        };
        ChannelUsual: {
            channel: string;
            condition: string | null;
            medium: string | null;
            step: string;
            words: string[];
        };
        ChatLink: {
            active: boolean;
            campaign: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            readonly code: string | null;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            /** Format: date-time */
            readonly last_at: string | null;
            medium: string | null;
            name: string;
            phone: string;
            source: string | null;
            /** Format: int64 */
            readonly started: number | null;
            /** Format: int64 */
            readonly version: number;
            words: string | null;
        };
        ChecklistTick: {
            campaign: string;
            /** Format: date-time */
            readonly changed_at: string;
            channel: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            item: string;
            /** Format: date-time */
            readonly ticked_at: string | null;
            readonly ticked_by: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        Churn: {
            account: string;
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date */
            churned_on: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            notes: string | null;
            /** @enum {string} */
            reason: "price" | "service" | "product" | "competitor" | "no_need" | "closed" | "other";
            /** Format: int64 */
            readonly version: number;
        };
        Claim: {
            audience: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            name: string;
            notes: string | null;
            owner: string | null;
            plan: string;
            /** Format: int64 */
            readonly version: number;
        };
        ClaimCounts: {
            /** Format: int64 */
            proved: number;
            /** Format: int64 */
            unproved: number;
            /** Format: int64 */
            withdrawn: number;
        };
        ClaimLedger: {
            claims: components["schemas"]["LedgerClaim"][];
            counts: components["schemas"]["ClaimCounts"];
            /** Format: int64 */
            flagged_uses: number;
            /** Format: date */
            today: string;
        };
        ClaimProof: {
            /** Format: date-time */
            readonly changed_at: string;
            claim: string;
            /** @enum {string|null} */
            comparison: "at_least" | "at_most" | null;
            /** Format: date-time */
            readonly created_at: string;
            details: string | null;
            /** Format: date */
            expires_on: string | null;
            readonly id: string;
            /** @enum {string} */
            kind: "case" | "metric" | "testimonial" | "document";
            /** Format: date-time */
            readonly measured_at: string | null;
            /** Format: int64 */
            readonly measured_micro: number | null;
            metric: string | null;
            name: string;
            /** Format: date */
            proved_on: string | null;
            /** Format: uri */
            url: string | null;
            /** Format: int64 */
            value_micro: number | null;
            /** Format: int64 */
            readonly version: number;
            /** Format: date */
            withdrawn_on: string | null;
            withdrawn_reason: string | null;
        };
        ClaimUse: {
            campaign: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            claim: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            /** @enum {string|null} */
            readonly kind: "campaign" | "canvas" | "page" | null;
            notes: string | null;
            positioning: string | null;
            /** Format: uri */
            url: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        Committee: {
            gaps: components["schemas"]["CommitteeGap"][];
            items: components["schemas"]["CommitteeMember"][];
            missing: string[];
        };
        CommitteeContact: {
            email: string | null;
            id: string;
            job_title: string | null;
            name: string | null;
        };
        CommitteeGap: {
            message: string;
            role: string;
        };
        CommitteeMember: {
            contact: components["schemas"]["CommitteeContact"];
            id: string;
            /** Format: date-time */
            left_at: string | null;
            role: string | null;
            /** Format: date-time */
            since_at: string | null;
            /** Format: int64 */
            version: number;
        };
        Competitor: {
            /** Format: date-time */
            readonly changed_at: string;
            content: string | null;
            /** Format: date-time */
            readonly created_at: string;
            how_we_win: string | null;
            readonly id: string;
            name: string;
            offers: string | null;
            owner: string | null;
            plan: string;
            proof: string | null;
            sales: string | null;
            strengths: string | null;
            /** Format: int64 */
            threat: number | null;
            /** Format: int64 */
            readonly version: number;
            weaknesses: string | null;
            /** Format: uri */
            website: string | null;
        };
        CompetitorAttribute: {
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            name: string;
            notes: string | null;
            plan: string;
            /** Format: int64 */
            position: number | null;
            /** Format: int64 */
            readonly version: number;
        };
        CompetitorAudience: {
            audience: string;
            /** Format: date-time */
            readonly changed_at: string;
            competitor: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            notes: string | null;
            plan: string;
            /** Format: int64 */
            readonly version: number;
        };
        CompetitorMark: {
            attribute: string;
            audience: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            competitor: string | null;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            /** Format: int64 */
            mark: number | null;
            plan: string;
            /** Format: int64 */
            readonly version: number;
            words: string | null;
        };
        CompetitorNote: {
            readonly alert: boolean;
            readonly author: string | null;
            body: string;
            /** Format: date-time */
            readonly changed_at: string;
            readonly changes: unknown;
            competitor: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            /** Format: date */
            noted_on: string;
            /** @enum {string|null} */
            readonly origin: "person" | "watch" | null;
            /** @enum {string|null} */
            presence: "online" | "offline" | null;
            /** @enum {string} */
            section: "offers" | "sales" | "content";
            /** Format: date-time */
            readonly seen_at: string | null;
            source: string | null;
            /** Format: uri */
            url: string | null;
            /** Format: int64 */
            readonly version: number;
            readonly watch: string | null;
        };
        CompetitorObjection: {
            answer: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            competitor: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            objection: string;
            plan: string;
            /** Format: int64 */
            position: number | null;
            /** Format: int64 */
            readonly version: number;
        };
        ConsentBulk: {
            /** Format: date-time */
            at?: string | null;
            channel?: string | null;
            contacts: string[];
            legal_basis?: string | null;
            proof?: Record<string, never> | null;
            purpose: string;
            source?: string | null;
            /** @enum {unknown} */
            state: "given" | "withdrawn" | "objected";
            text?: string | null;
        };
        ConsentDone: {
            /** Format: int64 */
            recorded: number;
            /** Format: int64 */
            skipped: number;
        };
        ConsentEntry: {
            actor: string | null;
            actor_name: string | null;
            agent_digest: string | null;
            /** Format: date-time */
            at: string;
            chain: string;
            channel: string;
            code: string;
            contact: string;
            digest: string;
            erased: boolean;
            id: string;
            ip_digest: string | null;
            legal_basis: string;
            /** Format: int64 */
            n: number;
            name: string;
            proof: Record<string, never> | null;
            purpose: string;
            /** Format: date-time */
            recorded_at: string;
            source: string | null;
            /** @enum {unknown} */
            state: "given" | "withdrawn" | "objected";
            text: string | null;
            text_lang: string | null;
            /** Format: int64 */
            text_number: number | null;
            text_title: string | null;
        };
        ConsentPurpose: {
            active: boolean;
            /** Format: date-time */
            readonly changed_at: string;
            /** @enum {string} */
            channel: "email" | "phone" | "whatsapp" | "sms" | "post" | "none";
            code: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            /** @enum {string} */
            legal_basis: "consent" | "pre_existent_contract" | "legitimate_interest" | "judicial_process" | "vital_interest" | "public_interest" | "legal_obligation";
            name: string;
            public: boolean;
            /** Format: int64 */
            readonly version: number;
        };
        ConsentState: {
            active: boolean;
            /** Format: date-time */
            at: string | null;
            channel: string;
            code: string;
            legal_basis: string | null;
            may: boolean;
            name: string;
            purpose: string;
            purpose_basis: string;
            said_by: string | null;
            source: string | null;
            /** @enum {unknown} */
            state: "given" | "withdrawn" | "objected" | null;
            text: string | null;
            text_body: string | null;
            text_lang: string | null;
            /** Format: int64 */
            text_number: number | null;
            text_title: string | null;
            why: string;
        };
        ConsentText: {
            body: string;
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly digest: string | null;
            /** Format: date-time */
            readonly first_used_at: string | null;
            readonly id: string;
            /** @enum {string} */
            lang: "pt-BR" | "en";
            /** Format: int64 */
            readonly number: number | null;
            purpose: string;
            title: string;
            /** Format: int64 */
            readonly version: number;
        };
        ConsentVerdict: {
            /** Format: int64 */
            broken_at: number | null;
            code: string | null;
            /** Format: int64 */
            entries: number;
            /** Format: int64 */
            erased: number;
            head: string;
            message: string | null;
            ok: boolean;
        };
        Contact: {
            account: string | null;
            /** @enum {string|null} */
            buying_role: "user" | "initiator" | "influencer" | "champion" | "gatekeeper" | "decider" | "approver" | "buyer" | "payer" | "blocker" | null;
            campaign: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            channel: string | null;
            /** Format: date-time */
            readonly created_at: string;
            custom?: {
                [key: string]: unknown;
            };
            department: string | null;
            /** Format: email */
            email: string | null;
            /** Format: date-time */
            readonly erased_at: string | null;
            external_id: string | null;
            /** Format: date-time */
            first_contact_at: string | null;
            heard_of_us: string | null;
            readonly id: string;
            job_title: string | null;
            landing_page: string | null;
            /** @enum {string|null} */
            lead_status: "new" | "in_work" | "returned" | "unreachable" | "unfit" | null;
            /** @enum {string|null} */
            lifecycle: "subscriber" | "lead" | "mql" | "sal" | "sql" | "opportunity" | "customer" | "advocate" | null;
            locale: string | null;
            name: string | null;
            notes: string | null;
            owner: string | null;
            pains: string | null;
            phone: string | null;
            /** @enum {string|null} */
            readonly return_reason: "no_authority" | "early" | "no_fit" | "no_budget" | null;
            /** @enum {string|null} */
            seniority: "junior" | "specialist" | "manager" | "director" | "executive" | "owner" | null;
            tags: string[];
            tax_number: string | null;
            time_zone: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        ContactScore: {
            engagement: components["schemas"]["Score"] | null;
            fit: components["schemas"]["Score"] | null;
            grade: string | null;
            history: components["schemas"]["ScoreDay"][];
            meaning: string | null;
        };
        ContentCompared: {
            best: components["schemas"]["ContentQuarter"];
            /** Format: int64 */
            compared: number;
            /** @enum {unknown} */
            rank: "leads" | "mqls" | "opportunities" | "won";
            reason: components["schemas"]["Reason"] | null;
            traits: components["schemas"]["ContentTrait"][];
            /** Format: int64 */
            visits_needed: number;
            worst: components["schemas"]["ContentQuarter"];
        };
        ContentPage: {
            engaged_seconds: number | null;
            /** Format: int64 */
            entries: number;
            language: string | null;
            /** Format: int64 */
            leads: number;
            /** Format: int64 */
            mqls: number;
            /** Format: int64 */
            opportunities: number;
            other_currencies: components["schemas"]["OtherMoney"][];
            page: string;
            /** Format: int64 */
            revenue_minor: number;
            section: string;
            /** Format: int64 */
            views: number;
            /** Format: int64 */
            visits: number;
            /** Format: int64 */
            won: number;
        };
        ContentQuarter: {
            pages: components["schemas"]["ContentQuarterPage"][];
            /** Format: int64 */
            reached: number;
            /** Format: int64 */
            visits: number;
        };
        ContentQuarterPage: {
            page: string;
            /** Format: int64 */
            reached: number;
            /** Format: int64 */
            visits: number;
        };
        ContentReached: {
            /** Format: int64 */
            leads: number;
            /** Format: int64 */
            mqls: number;
            /** Format: int64 */
            opportunities: number;
            other_currencies: components["schemas"]["OtherMoney"][];
            /** Format: int64 */
            revenue_minor: number;
            /** Format: int64 */
            won: number;
        };
        ContentReport: {
            columns: Record<string, never>;
            compare: components["schemas"]["ContentCompared"];
            currency: string;
            /** Format: date */
            from: string | null;
            rows: components["schemas"]["ContentPage"][];
            /** Format: date */
            to: string | null;
            totals: components["schemas"]["ContentReached"];
            /** Format: int64 */
            window_days: number;
        };
        ContentTrait: {
            /** Format: int64 */
            best: number;
            /** @enum {unknown} */
            of: "section" | "language" | "channel";
            value: string;
            /** Format: int64 */
            worst: number;
        };
        ContentUnit: {
            /** Format: int64 */
            amount_minor: number | null;
            /** Format: date-time */
            at: string;
            id: string;
            name: string | null;
            /** Format: date-time */
            seen_at: string;
            /** @enum {unknown} */
            table: "accounts" | "contacts";
        };
        CookieBanner: {
            accent: string;
            /** Format: date-time */
            changed_at: string | null;
            /** @enum {unknown} */
            corner: "left" | "right";
            counted: boolean;
            differs: boolean;
            /** Format: int64 */
            edition: number;
            key: string;
            onetrust: boolean;
            preview: string;
            script: string;
            self_test: string;
            /** Format: int64 */
            version: number;
            words: components["schemas"]["CookieBannerWords"];
        };
        CookieBannerWords: {
            en?: components["schemas"]["CookieWords"];
            "pt-BR"?: components["schemas"]["CookieWords"];
        };
        CookieDay: {
            /** Format: int64 */
            accepted: number;
            /** Format: int64 */
            C0002: number;
            /** Format: int64 */
            C0003: number;
            /** Format: int64 */
            C0004: number;
            /** Format: date */
            day: string;
            /** Format: int64 */
            gpc: number;
            /** Format: int64 */
            P0001: number;
            /** Format: int64 */
            receipts: number;
            /** Format: int64 */
            rejected: number;
        };
        CookieDays: {
            /** Format: date */
            from: string;
            items: components["schemas"]["CookieDay"][];
            /** Format: date */
            to: string;
        };
        CookiePublished: {
            /** Format: int64 */
            edition: number;
            new: boolean;
        };
        CookieReceipt: {
            agent_digest: string | null;
            /** Format: date-time */
            at: string;
            chain: string;
            choices: string[];
            digest: string;
            /** Format: int64 */
            edition: number;
            gpc: boolean;
            /** @enum {unknown} */
            how: "accept" | "reject" | "choose" | "content";
            id: string;
            ip_digest: string | null;
            /** @enum {unknown} */
            lang: "pt-BR" | "en";
            /** Format: int64 */
            n: number;
            previous: string | null;
            text_digest: string;
        };
        CookieSay: {
            check: string;
            checked: string;
            /** @enum {unknown} */
            judge: "browser" | "server";
            key: string;
            said: boolean;
            text: string;
            where: string;
        };
        CookieText: {
            body: Record<string, never>;
            counted: boolean;
            digest: string;
            /** @enum {unknown} */
            lang: "pt-BR" | "en";
            /** Format: int64 */
            number: number;
            /** Format: date-time */
            published_at: string;
            published_by: string | null;
        };
        CookieVerdict: {
            /** Format: int64 */
            broken_at: number | null;
            code: string | null;
            /** Format: int64 */
            gone: number;
            /** Format: date-time */
            gone_at: string | null;
            head: string;
            message: string | null;
            ok: boolean;
            /** Format: int64 */
            receipts: number;
        };
        CookieWords: {
            C0001?: string;
            C0002?: string;
            C0003?: string;
            C0004?: string;
            own?: string;
            P0001?: string;
            policy_url?: string;
            title?: string;
        };
        Customer: {
            account: string;
            /** Format: date */
            churned_on: string | null;
            /** Format: date */
            contract_ends_on: string | null;
            /** Format: date-time */
            first_won_at: string;
            /** Format: date-time */
            last_activity_at: string | null;
            /** Format: date-time */
            last_won_at: string;
            name: string | null;
            owner: string | null;
            parts: components["schemas"]["HealthPart"][];
            reason: components["schemas"]["Reason"] | null;
            /** Format: int64 */
            revenue_minor: number;
            /** Format: int64 */
            score: number | null;
        };
        CustomField: {
            choices: string[];
            id: string;
            kind: string;
            label: string;
            model: string;
            name: string;
        };
        Dashboard: {
            before30: Record<string, never>;
            channels: Record<string, never>[];
            currency: string;
            /** Format: int64 */
            days: number;
            funnel: components["schemas"]["StageReached"][];
            goals: components["schemas"]["Progress"][];
            last30: Record<string, never>;
            lifecycle: components["schemas"]["StageCount"][];
            money: components["schemas"]["MoneyMonth"][];
            other_currencies: components["schemas"]["OtherMoney"][];
            stages: components["schemas"]["StageRate"][];
            tasks: components["schemas"]["Task"][];
        };
        DateValue: {
            /** Format: date */
            date: string;
            value: number | null;
        };
        Deal: {
            account: string | null;
            /** Format: int64 */
            amount_minor: number | null;
            /** Format: int64 */
            budget_max_minor: number | null;
            /** Format: int64 */
            budget_min_minor: number | null;
            campaign: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            closed_at: string | null;
            contact: string | null;
            /** Format: date */
            contract_ends_on: string | null;
            /** Format: date-time */
            readonly created_at: string;
            currency: string | null;
            custom?: {
                [key: string]: unknown;
            };
            external_id: string | null;
            readonly id: string;
            name: string | null;
            next_step: string | null;
            /** Format: date */
            next_step_on: string | null;
            notes: string | null;
            /** Format: date-time */
            opened_at: string | null;
            /** @enum {string|null} */
            outcome: "open" | "won" | "lost" | null;
            owner: string | null;
            partner: string | null;
            promo_code: string | null;
            reason: string | null;
            requirements: string | null;
            /** @enum {string|null} */
            sold_through: "wholesaler" | "distributor" | "direct" | "internet" | "partner" | "other" | null;
            stage: string | null;
            tags: string[];
            /** @enum {string|null} */
            type: "new" | "expansion" | "renewal" | null;
            /** Format: int64 */
            readonly version: number;
        };
        DealCompetitor: {
            /** Format: date-time */
            readonly changed_at: string;
            competitor: string;
            /** Format: date-time */
            readonly created_at: string;
            deal: string;
            readonly id: string;
            notes: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        DealMember: {
            /** Format: date-time */
            readonly changed_at: string;
            contact: string;
            /** Format: date-time */
            readonly created_at: string;
            deal: string;
            readonly id: string;
            /** Format: date-time */
            left_at: string | null;
            /** @enum {string} */
            role: "user" | "initiator" | "influencer" | "champion" | "gatekeeper" | "decider" | "approver" | "buyer" | "payer" | "blocker";
            /** Format: date-time */
            since_at: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        DealReason: {
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            name: string;
            /** @enum {string} */
            outcome: "won" | "lost";
            /** Format: int64 */
            position: number | null;
            /** Format: int64 */
            readonly version: number;
        };
        DealRegistration: {
            readonly account: string | null;
            /** Format: int64 */
            amount_minor: number | null;
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date */
            closes_on: string | null;
            readonly contact: string | null;
            contact_name: string | null;
            /** Format: date-time */
            readonly created_at: string;
            currency: string | null;
            readonly deal: string | null;
            /** Format: date-time */
            readonly decided_at: string | null;
            readonly decided_by: string | null;
            domain: string | null;
            /** Format: email */
            email: string | null;
            employer: string;
            /** Format: date-time */
            readonly expires_at: string | null;
            readonly id: string;
            notes: string | null;
            partner: string;
            phone: string | null;
            readonly reason: string | null;
            /** @enum {string|null} */
            readonly source: "page" | "hand" | null;
            /** @enum {string|null} */
            readonly state: "new" | "accepted" | "declined" | "expired" | null;
            tax_number: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        DealStage: {
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            readonly key: string | null;
            /** @enum {string} */
            kind: "open" | "won" | "lost";
            name: string;
            /** Format: int64 */
            position: number | null;
            probability: number | null;
            requires: string[];
            /** Format: int64 */
            stall_days: number | null;
            /** Format: int64 */
            readonly version: number;
        };
        Delivery: {
            /** Format: int64 */
            bytes: number;
            /** Format: date-time */
            ended_at: string | null;
            id: string;
            import: string | null;
            message: string | null;
            name: string | null;
            /** Format: date-time */
            received_at: string;
            /** Format: int64 */
            rows: number | null;
            source: string;
            /** @enum {unknown} */
            state: "waiting" | "running" | "done" | "partly" | "failed";
        };
        DeliveryBody: {
            body: unknown;
            /** Format: int64 */
            bytes: number;
            /** Format: date-time */
            ended_at: string | null;
            id: string;
            import: string | null;
            message: string | null;
            name: string | null;
            /** Format: date-time */
            received_at: string;
            /** Format: int64 */
            rows: number | null;
            source: string;
            /** @enum {unknown} */
            state: "waiting" | "running" | "done" | "partly" | "failed";
        };
        Duplicate: {
            /** Format: date-time */
            dismissed_at: string | null;
            /** Format: date-time */
            found_at: string;
            id: string;
            /** @enum {unknown} */
            kind: "contact" | "account";
            one: Record<string, never>;
            other: Record<string, never>;
            reasons: string[];
            /** Format: int64 */
            score: number;
        };
        DuplicateSearch: {
            job: string;
        };
        Economics: {
            anomalies: components["schemas"]["Anomaly"][];
            before: components["schemas"]["EconomicsBefore"] | null;
            /** @enum {unknown} */
            by: "channel" | "campaign" | "segment" | "month";
            columns: Record<string, never>;
            currency: string;
            cycle: components["schemas"]["EconomicsPercentiles"];
            early_engagement: components["schemas"]["EconomicsPercentiles"];
            /** Format: date */
            from: string | null;
            lagged_cac: components["schemas"]["EconomicsLagged"];
            model: string;
            model_label: string;
            rows: Record<string, never>[];
            settings: components["schemas"]["EconomicsSettings"];
            /** Format: date */
            to: string | null;
            totals: Record<string, never>;
            velocity: components["schemas"]["EconomicsVelocity"];
        };
        EconomicsBefore: {
            cycle: components["schemas"]["EconomicsPercentiles"];
            early_engagement: components["schemas"]["EconomicsPercentiles"];
            /** Format: date */
            from: string | null;
            lagged_cac: components["schemas"]["EconomicsLagged"];
            rows: Record<string, never>[];
            /** Format: date */
            to: string | null;
            totals: Record<string, never>;
            velocity: components["schemas"]["EconomicsVelocity"];
        };
        EconomicsCell: {
            reason: components["schemas"]["Reason"] | null;
            /** Format: int64 */
            since: number;
            value: number | null;
            /** Format: int64 */
            won: number;
        };
        EconomicsCohort: {
            cells: components["schemas"]["EconomicsCell"][];
            /** Format: int64 */
            leads: number;
            month: string;
        };
        EconomicsCohorts: {
            cohorts: components["schemas"]["EconomicsCohort"][];
            currency: string;
            /** Format: int64 */
            need: number;
            /** @enum {unknown} */
            of: "won" | "revenue";
        };
        EconomicsFigure: {
            definition: string;
            label: string;
            reason: components["schemas"]["Reason"] | null;
            sample_rule: string | null;
            unit: string;
            value: number | null;
        };
        EconomicsLagged: {
            cac: components["schemas"]["EconomicsFigure"];
            days: components["schemas"]["EconomicsFigure"];
            /** Format: date */
            spend_from: string | null;
            /** Format: date */
            spend_to: string | null;
        };
        EconomicsPercentiles: {
            definition: string;
            /** Format: int64 */
            have: number;
            label: string;
            p25: number | null;
            p50: number | null;
            p75: number | null;
            p90: number | null;
            reason: components["schemas"]["Reason"] | null;
            sample_rule: string | null;
        };
        EconomicsSettings: {
            gross_margin: boolean;
            recurring: boolean;
        };
        EconomicsVelocity: {
            average_deal: components["schemas"]["EconomicsFigure"];
            cycle_days: components["schemas"]["EconomicsFigure"];
            open_deals: components["schemas"]["EconomicsFigure"];
            velocity: components["schemas"]["EconomicsFigure"];
            win_rate: components["schemas"]["EconomicsFigure"];
        };
        Erasure: {
            asked_by: string;
            contact: string;
            counts: components["schemas"]["ErasureCount"][];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            done_at: string | null;
            id: string;
            message: string | null;
            proof: Record<string, never> | null;
            request: string | null;
            /** @enum {unknown} */
            state: "waiting" | "done";
            step: string;
        };
        ErasureCount: {
            /** Format: int64 */
            rows: number;
            table: string;
            /** @enum {unknown} */
            what: "went" | "emptied" | "rewritten" | "stayed" | "mentioned";
        };
        ErasurePreview: {
            confirm: string | null;
            contact: string;
            counts: components["schemas"]["ErasureCount"][];
        };
        ErasureRow: {
            asked_by: string;
            contact: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            done_at: string | null;
            id: string;
            message: string | null;
            request: string | null;
            /** @enum {unknown} */
            state: "waiting" | "done";
            step: string;
        };
        Event: {
            agent?: string | null;
            /** Format: date-time */
            at?: string;
            campaign?: string | null;
            channel?: string | null;
            click?: string | null;
            click_id?: string | null;
            contact?: string;
            content?: string | null;
            country?: string | null;
            currency?: string | null;
            email?: string;
            event: string;
            host?: string | null;
            id?: string;
            language?: string | null;
            medium?: string | null;
            path?: string | null;
            referrer?: string | null;
            source?: string | null;
            term?: string | null;
            /** Format: int64 */
            value_minor?: number | null;
            visitor?: string | null;
        };
        Events: {
            items: components["schemas"]["Event"][];
        };
        EventsTaken: {
            /** Format: int64 */
            accepted: number;
        };
        Family: {
            children: components["schemas"]["FamilyChild"][];
            cut: boolean;
            money: components["schemas"]["FamilyMoney"][];
            parents: components["schemas"]["FamilyParent"][];
            totals: components["schemas"]["FamilyTotals"];
        };
        FamilyChild: {
            /** Format: int64 */
            contacts: number;
            domain: string | null;
            id: string;
            name: string | null;
            /** Format: int64 */
            open_deals: number;
            /** Format: int64 */
            won_deals: number;
        };
        FamilyMoney: {
            currency: string | null;
            /** Format: int64 */
            open_minor: number;
            /** Format: int64 */
            won_minor: number;
        };
        FamilyParent: {
            domain: string | null;
            id: string;
            name: string | null;
        };
        FamilyTotals: {
            /** Format: int64 */
            accounts: number;
            /** Format: int64 */
            contacts: number;
            /** Format: int64 */
            open_deals: number;
            /** Format: int64 */
            won_deals: number;
        };
        Field: {
            choice_labels: Record<string, never>;
            choices: string[];
            custom: boolean;
            filterable: boolean;
            help: string | null;
            initial: string | null;
            kind: string;
            label: string;
            max: number | null;
            min: number | null;
            name: string;
            readonly: boolean;
            refers: string | null;
            required: boolean;
            searchable: boolean;
            sortable: boolean;
            unique: boolean;
        };
        FormAnswer: {
            /** Format: date-time */
            at: string;
            channel: string | null;
            company: string | null;
            contact: string;
            contact_name: string | null;
            email: string | null;
            fresh: boolean;
            heard_of: string | null;
            host: string | null;
            id: string;
            medium: string | null;
            path: string | null;
            source: string | null;
            utm_campaign: string | null;
            utm_content: string | null;
            utm_term: string | null;
        };
        Funnel: {
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            name: string;
            /** @enum {string} */
            scope: "visit" | "visitor";
            steps: unknown;
            /** Format: int64 */
            readonly version: number;
            /** Format: int64 */
            window_days: number | null;
        };
        FunnelReport: {
            /** Format: date */
            from: string | null;
            ladder: components["schemas"]["FunnelStep"][];
            stages: components["schemas"]["FunnelStage"][];
            /** Format: date */
            to: string | null;
        };
        FunnelStage: {
            /** Format: int64 */
            have: number;
            key: string;
            name: string;
            p25: number | null;
            p50: number | null;
            p75: number | null;
            reason: components["schemas"]["Reason"] | null;
        };
        FunnelStep: {
            /** Format: int64 */
            entered: number;
            from: string;
            from_label: string;
            /** Format: int64 */
            have: number;
            p25: number | null;
            p50: number | null;
            p75: number | null;
            rate: number | null;
            reason: components["schemas"]["Reason"] | null;
            to: string;
            to_label: string;
            /** Format: int64 */
            went_on: number;
        };
        GapChannel: {
            can: boolean;
            channel: string;
            /** Format: int64 */
            high: number;
            hours: boolean;
            /** Format: int64 */
            low: number;
            /** Format: int64 */
            middle: number;
            /** Format: int64 */
            now: number;
            told: boolean;
        };
        Goal: {
            audience: string | null;
            /** Format: int64 */
            readonly baseline_micro: number | null;
            /** Format: date-time */
            readonly changed_at: string;
            channel: string | null;
            /** Format: date-time */
            readonly created_at: string;
            /** Format: date */
            due_on: string;
            how: string | null;
            readonly id: string;
            metric: string;
            name: string;
            owner: string | null;
            parent: string | null;
            plan: string;
            reason: string | null;
            /** Format: date */
            starts_on: string;
            /** Format: int64 */
            target_micro: number;
            /** Format: int64 */
            readonly version: number;
            what: string | null;
            when_text: string | null;
            where_text: string | null;
            who: string | null;
            why: string | null;
        };
        GoalChild: {
            adds_up: boolean;
            current: number | null;
            id: string;
            metric: string;
            name: string;
            target: number | null;
            unit: string;
        };
        GoalFamily: {
            children: components["schemas"]["GoalChild"][];
            children_current: number | null;
            children_target: number | null;
            milestones: components["schemas"]["MilestoneTold"][];
            parent: components["schemas"]["GoalName"] | null;
            target: number | null;
            unit: string;
        };
        GoalGap: {
            best: string | null;
            channels: components["schemas"]["GapChannel"][];
            /** Format: int64 */
            gap: number | null;
            months: number;
            reason: components["schemas"]["Reason"] | null;
            unit: string;
        };
        GoalName: {
            id: string;
            name: string;
        };
        Handoff: {
            /** Format: date-time */
            answered_at: string | null;
            /** Format: date-time */
            asked_at: string;
            asked_by: components["schemas"]["Named"] | null;
            channel: string | null;
            contact: components["schemas"]["HandoffContact"];
            /** Format: date-time */
            due_at: string;
            id: string;
            late: boolean;
            message: string | null;
            note: string | null;
            /** @enum {unknown} */
            reason: "no_authority" | "early" | "no_fit" | "no_budget" | null;
            seller: components["schemas"]["Named"] | null;
            /** @enum {unknown} */
            state: "waiting" | "accepted" | "returned" | "withdrawn";
        };
        HandoffChannel: {
            /** Format: int64 */
            accepted: number;
            answer_hours: number | null;
            /** Format: int64 */
            asked: number;
            channel: string;
            hours_reason: components["schemas"]["Reason"] | null;
            /** Format: int64 */
            late: number;
            rate: number | null;
            rate_reason: components["schemas"]["Reason"] | null;
            reasons: Record<string, never>;
            /** Format: int64 */
            returned: number;
            /** Format: int64 */
            waiting: number;
        };
        HandoffContact: {
            account: components["schemas"]["Named"] | null;
            email: string | null;
            /** Format: int64 */
            employees: number | null;
            /** Format: date-time */
            first_contact_at: string | null;
            id: string;
            industry: string | null;
            job_title: string | null;
            lifecycle: string | null;
            name: string | null;
            phone: string | null;
        };
        HandoffPassed: {
            ids: string[];
            /** Format: int64 */
            passed: number;
            skipped: components["schemas"]["HandoffSkipped"][];
        };
        HandoffReport: {
            /** Format: date */
            from: string | null;
            rows: components["schemas"]["HandoffChannel"][];
            /** Format: date */
            to: string | null;
            totals: components["schemas"]["HandoffChannel"];
        };
        HandoffReturn: {
            note?: string | null;
            /** @enum {unknown} */
            reason: "no_authority" | "early" | "no_fit" | "no_budget";
        };
        HandoffSeller: {
            id: string;
            /** Format: int64 */
            late: number;
            name: string | null;
            /** Format: int64 */
            waiting: number;
        };
        HandoffSkipped: {
            code: string;
            contact: string;
            message: string;
        };
        Health: {
            /** @enum {unknown} */
            db: "ok" | "away";
            /** @enum {unknown} */
            facts: "ok" | "away";
            ok: boolean;
            version: string | null;
        };
        HealthPart: {
            /** @enum {unknown} */
            key: "activity" | "nps" | "issues" | "renewal";
            sentence: string;
            /** Format: int64 */
            value: number | null;
            /** Format: int64 */
            weight: number;
        };
        HoursLine: {
            /** Format: date-time */
            readonly changed_at: string;
            channel: string;
            /** Format: date-time */
            readonly created_at: string;
            /** Format: int64 */
            hours: number;
            readonly id: string;
            /** Format: date */
            month: string;
            note: string | null;
            owner: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        IdentityValue: {
            /** Format: date-time */
            added_at: string | null;
            first: boolean;
            id: string | null;
            value: string;
        };
        Import: {
            actor: string | null;
            /** Format: int64 */
            added: number | null;
            /** Format: int64 */
            bytes: number;
            /** Format: int64 */
            bytes_done: number;
            /** Format: int64 */
            changed: number | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at: string | null;
            errors: components["schemas"]["ImportError"][];
            /** Format: int64 */
            failed: number | null;
            header: string[];
            id: string;
            job: string | null;
            /** Format: int64 */
            kept: number | null;
            /** @enum {unknown} */
            kind: "accounts" | "leads" | "deals" | "spend";
            map: Record<string, never> | null;
            map_is_simulated: boolean;
            message: string | null;
            name: string;
            /** Format: int64 */
            rows: number | null;
            /** Format: int64 */
            rows_total_bytes: number;
            /** Format: int64 */
            same: number | null;
            sample: unknown;
            shape: components["schemas"]["ImportShape"];
            skip_errors: boolean;
            /** Format: int64 */
            skipped: number | null;
            source: string | null;
            /** Format: date-time */
            started_at: string | null;
            /** @enum {unknown} */
            state: "draft" | "simulating" | "simulated" | "running" | "done" | "failed" | "undoing" | "undone";
            warnings: components["schemas"]["ImportWarning"][];
        };
        ImportError: {
            code: string;
            field: string | null;
            /** Format: int64 */
            line: number;
            message: string;
            /** Format: int64 */
            row: number;
        };
        ImportGo: {
            map?: Record<string, never>;
            skip_errors?: boolean;
        };
        ImportShape: {
            ambiguous_dates: string[];
            encoding: string | null;
            export: components["schemas"]["SpendExport"] | null;
            separator: string | null;
        };
        ImportSource: {
            active: boolean;
            at_time: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            /** Format: int64 */
            every_minutes: number | null;
            /** Format: int64 */
            readonly failures: number | null;
            readonly id: string;
            id_path: string | null;
            items_path: string | null;
            /** Format: int64 */
            keep_days: number | null;
            /** @enum {string} */
            kind: "accounts" | "leads" | "deals" | "spend";
            /** Format: date-time */
            readonly last_at: string | null;
            /** @enum {string|null} */
            readonly last_state: "done" | "partly" | "failed" | "nothing" | null;
            map: unknown;
            /** @enum {string|null} */
            missing: "ignore" | "fail" | null;
            name: string;
            /** Format: date-time */
            readonly next_at: string | null;
            /** @enum {string} */
            origin: "folder" | "url" | "webhook";
            path: string | null;
            skip_errors: boolean;
            /** Format: uri */
            url: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        ImportTarget: {
            formats: string[] | null;
            kind: string;
            label: string;
            name: string;
            record: string;
            required: boolean;
        };
        ImportWarning: {
            code: string;
            /** Format: int64 */
            count: number;
            message: string;
            overlaps: components["schemas"]["SpendOverlap"][];
            rows: number[];
        };
        Job: {
            /** Format: int64 */
            attempts: number;
            changed: unknown;
            /** Format: date-time */
            created_at: string;
            done: unknown;
            /** Format: date-time */
            ended_at: string | null;
            error: string | null;
            id: string;
            kind: string;
            message: string | null;
            /** @enum {unknown} */
            state: "waiting" | "running" | "done" | "failed";
            total: unknown;
        };
        JobId: {
            job: string;
        };
        JobStarted: {
            job: string;
        };
        Judged: {
            bar: number | null;
            chance: number | null;
            chance_pays: number | null;
            elasticity: number | null;
            high: number | null;
            key: string;
            /** @enum {unknown} */
            kind: "few" | "scale" | "keep" | "fix" | "stop" | "mend" | "base";
            /** Format: int64 */
            leads: number;
            low: number | null;
            /** Format: int64 */
            mqls: number;
            name: string;
            /** Format: int64 */
            pipeline_minor: number | null;
            rate: number | null;
            reason: components["schemas"]["TooFew"] | null;
            rest: number | null;
            return_high: number | null;
            return_low: number | null;
            return_middle: number | null;
            /** Format: int64 */
            revenue_minor: number | null;
            /** Format: int64 */
            spend_minor: number | null;
            /** @enum {unknown} */
            spend_why: "none" | "shared" | "foreign" | null;
            /** Format: int64 */
            won: number;
        };
        LastView: {
            /** Format: date-time */
            at: string;
            host: string;
            path: string;
            robot: boolean;
        };
        Launch: {
            campaign: string;
            items: components["schemas"]["LaunchItem"][];
            /** Format: int64 */
            missing: number;
            moves: components["schemas"]["LaunchMove"][];
            /** Format: int64 */
            open: number;
            /** @enum {unknown} */
            state: "idea" | "ready" | "running" | "done" | "stopped";
        };
        LaunchAsk: {
            confirm?: boolean;
            reason?: string | null;
        };
        LaunchItem: {
            automatic: boolean;
            channel: string | null;
            channel_name: string | null;
            field: string;
            key: string;
            note: string | null;
            /** @enum {unknown} */
            state: "done" | "open" | "missing";
            tick: string | null;
            /** Format: date-time */
            ticked_at: string | null;
            ticked_by: string | null;
            words: string;
        };
        LaunchMove: {
            /** Format: date-time */
            at: string;
            by: string | null;
            from: string | null;
            id: string;
            missing: string | null;
            origin: string;
            reason: string | null;
            /** @enum {unknown} */
            to: "idea" | "ready" | "running" | "done" | "stopped";
            unready: string | null;
        };
        LedgerClaim: {
            audience: string | null;
            audience_name: string | null;
            id: string;
            name: string;
            notes: string | null;
            owner: string | null;
            owner_name: string | null;
            proofs: components["schemas"]["LedgerProof"][];
            /** @enum {unknown} */
            state: "proved" | "unproved" | "withdrawn";
            /** Format: date */
            until: string | null;
            uses: components["schemas"]["LedgerUse"][];
            /** Format: int64 */
            version: number;
            why: string;
        };
        LedgerProof: {
            /** @enum {unknown} */
            comparison: "at_least" | "at_most" | null;
            details: string | null;
            /** Format: date */
            expires_on: string | null;
            id: string;
            /** @enum {unknown} */
            kind: "case" | "metric" | "testimonial" | "document";
            /** Format: date-time */
            measured_at: string | null;
            /** Format: int64 */
            measured_micro: number | null;
            metric: string | null;
            name: string;
            /** Format: date */
            proved_on: string | null;
            /** @enum {unknown} */
            state: "stands" | "expired" | "withdrawn" | "fails" | "unknown";
            url: string | null;
            /** Format: int64 */
            value_micro: number | null;
            /** Format: int64 */
            version: number;
            /** Format: date */
            withdrawn_on: string | null;
            withdrawn_reason: string | null;
        };
        LedgerUse: {
            audience_name: string | null;
            campaign: string | null;
            campaign_name: string | null;
            flagged: boolean;
            id: string;
            /** @enum {unknown} */
            kind: "campaign" | "canvas" | "page";
            notes: string | null;
            positioning: string | null;
            url: string | null;
            /** Format: int64 */
            version: number;
        };
        LegalBasis: {
            code: string;
            gdpr: string;
            label: string;
            lgpd: string;
            rd_station: string | null;
        };
        LifecycleAsk: {
            rule: Record<string, never>;
            stage: string;
        };
        LifecycleMoved: {
            email: string | null;
            id: string;
            lifecycle: string | null;
            name: string | null;
        };
        LifecyclePreview: {
            /** Format: int64 */
            count: number;
            items: components["schemas"]["LifecycleMoved"][];
        };
        LifecycleRule: {
            active: boolean;
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            name: string;
            /** Format: int64 */
            position: number | null;
            rule: unknown;
            /** @enum {string} */
            stage: "lead" | "mql" | "sal" | "sql" | "opportunity" | "customer" | "advocate";
            /** Format: int64 */
            readonly version: number;
        };
        LifecycleRun: {
            run: string;
        };
        List: {
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            description: string | null;
            double_opt_in: boolean;
            readonly id: string;
            name: string;
            public: boolean;
            purpose: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        ListCount: {
            list: string;
            /** Format: int64 */
            pending: number;
            /** Format: int64 */
            subscribed: number;
            /** Format: int64 */
            unsubscribed: number;
        };
        ListDone: {
            left_out: components["schemas"]["ListLeftOut"][];
            /** Format: int64 */
            pending: number;
            /** Format: int64 */
            skipped: number;
            /** Format: int64 */
            subscribed: number;
            /** Format: int64 */
            unsubscribed: number;
        };
        ListLeftOut: {
            code: string;
            contact: string;
            message: string;
        };
        ListMember: {
            contact: string;
            email: string | null;
            name: string | null;
            /** Format: date-time */
            pending_at: string | null;
            source: string | null;
            /** @enum {unknown} */
            status: "subscribed" | "pending" | "unsubscribed";
            /** Format: date-time */
            subscribed_at: string | null;
            /** Format: date-time */
            unsubscribed_at: string | null;
        };
        ListSet: {
            confirmed?: boolean;
            contacts: string[];
            source?: string | null;
            /** @enum {unknown} */
            status: "subscribed" | "unsubscribed";
        };
        Login: {
            email: string;
            password: string;
            totp?: string;
        };
        LossAged: {
            /** Format: date */
            before: string;
            /** Format: int64 */
            removed: number;
        };
        LossDay: {
            /** Format: date */
            day: string;
            /** Format: int64 */
            duplicate: number;
            /** Format: int64 */
            human: number;
            /** Format: int64 */
            invalid: number;
            /** Format: int64 */
            received: number;
            /** Format: int64 */
            refused: number;
            /** Format: int64 */
            robot: number;
        };
        Losses: {
            aged: components["schemas"]["LossAged"] | null;
            days: components["schemas"]["LossDay"][];
            /** Format: date */
            from: string;
            reasons: components["schemas"]["LossReason"][];
            /** Format: date */
            to: string;
            totals: components["schemas"]["LossSums"];
        };
        LossReason: {
            /** Format: int64 */
            count: number;
            /** @enum {unknown} */
            fate: "human" | "robot" | "duplicate" | "refused" | "invalid";
            label: string;
            reason: string;
        };
        LossSums: {
            /** Format: int64 */
            duplicate: number;
            /** Format: int64 */
            human: number;
            /** Format: int64 */
            invalid: number;
            /** Format: int64 */
            received: number;
            /** Format: int64 */
            refused: number;
            /** Format: int64 */
            robot: number;
        };
        Mail: {
            about: string | null;
            /** Format: int64 */
            attempts: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at: string | null;
            id: string;
            /** @enum {unknown} */
            lang: "pt-BR" | "en";
            name: string | null;
            /** @enum {unknown} */
            purpose: "report" | "weekly" | "silence" | "competitor";
            reason: string | null;
            /** @enum {unknown} */
            state: "waiting" | "sent" | "skipped" | "failed";
            subject: string;
            to: string;
        };
        MailChoices: {
            address: string;
            confirmation: string;
            home: string | null;
            /** Format: int64 */
            hour: number;
            silence: boolean;
            sink: string | null;
            /** Format: int64 */
            weekday: number;
            weekly: boolean;
        };
        MailDrop: {
            address: string | null;
            local_part: string | null;
            path: string;
        };
        MailLogged: {
            items: components["schemas"]["MailLoggedItem"][];
            unknown: string[];
        };
        MailLoggedItem: {
            activity: string;
            again: boolean;
            contact: string;
        };
        MailPreview: {
            file_name: string | null;
            html: string;
            subject: string;
            text: string;
        };
        MailsWaiting: {
            /** Format: int64 */
            waiting: number;
        };
        MailWhole: {
            about: string | null;
            /** Format: int64 */
            attempts: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at: string | null;
            file_name: string | null;
            html: string | null;
            id: string;
            /** @enum {unknown} */
            lang: "pt-BR" | "en";
            name: string | null;
            /** @enum {unknown} */
            purpose: "report" | "weekly" | "silence" | "competitor";
            reason: string | null;
            /** @enum {unknown} */
            state: "waiting" | "sent" | "skipped" | "failed";
            subject: string;
            text: string | null;
            to: string;
        };
        MarketingAsset: {
            body: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            /** Format: date */
            due_on: string | null;
            format: string | null;
            /** @enum {string|null} */
            funnel_stage: "awareness" | "consideration" | "decision" | "retention" | null;
            readonly id: string;
            /** @enum {string} */
            kind: "ad" | "page" | "article" | "mail" | "video" | "audio" | "image" | "document" | "case" | "deck" | "other";
            name: string;
            notes: string | null;
            owner: string | null;
            persona: string | null;
            /** @enum {string|null} */
            state: "wanted" | "draft" | "ready" | "retired" | null;
            topic: string | null;
            /** Format: uri */
            url: string | null;
            utm_content: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        Measuring: {
            hosts: string[];
            key: string;
            last: components["schemas"]["LastView"] | null;
            path: string;
            strangers: components["schemas"]["Stranger"][];
        };
        Member: {
            /** Format: date-time */
            created_at: string;
            disabled: boolean;
            /** Format: date-time */
            disabled_at: string | null;
            email: string;
            id: string;
            /** @enum {unknown} */
            locale: "pt-BR" | "en";
            name: string | null;
            /** @enum {unknown} */
            role: "owner" | "marketer" | "sales" | "analyst" | "readonly" | null;
            totp: boolean;
        };
        MemberLeft: {
            id: string;
            name: string;
        };
        Members: {
            items: components["schemas"]["Member"][];
            left: components["schemas"]["MemberLeft"][];
            next: string | null;
        };
        Merge: {
            actor_name: string | null;
            gone: string;
            id: string;
            kept: string;
            /** @enum {unknown} */
            kind: "contact" | "account";
            label: string | null;
            /** Format: date-time */
            merged_at: string;
            /** Format: date-time */
            undone_at: string | null;
        };
        MergeDone: {
            merge: string;
            record: Record<string, never>;
        };
        MergeUndone: {
            gone: string;
            kept: string;
            /** @enum {unknown} */
            kind: "contact" | "account";
            record: Record<string, never>;
            /** Format: int64 */
            stayed: number;
        };
        Metric: {
            counts: boolean;
            definition: string;
            high: number | null;
            key: string;
            label: string;
            less_is_better: boolean;
            low: number;
            /** Format: int64 */
            need: number | null;
            sample_rule: string | null;
            unit: string;
        };
        MetricBeside: {
            key: string;
            label: string;
            value: number | null;
        };
        Metrics: {
            metrics: components["schemas"]["Metric"][];
        };
        MetricValue: {
            beside: components["schemas"]["MetricBeside"] | null;
            channel: string | null;
            currency: string;
            /** Format: date */
            from: string | null;
            /** Format: int64 */
            have: number | null;
            key: string;
            /** Format: int64 */
            need: number | null;
            other_currencies: components["schemas"]["OtherMoney"][];
            reason: components["schemas"]["Reason"] | null;
            series: components["schemas"]["MonthValue"][];
            /** Format: date */
            to: string | null;
            unit: string;
            value: number | null;
        };
        Milestone: {
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            /** Format: date */
            due_on: string;
            goal: string;
            readonly id: string;
            name: string;
            plan: string;
            /** Format: int64 */
            value_micro: number;
            /** Format: int64 */
            readonly version: number;
        };
        MilestoneTold: {
            actual: number | null;
            /** Format: date */
            due_on: string;
            id: string;
            name: string;
            /** @enum {unknown} */
            state: "open" | "met" | "missed" | "unknown";
            value: number | null;
        };
        Model: {
            custom_fields: boolean;
            fields: components["schemas"]["Field"][];
            label: string;
            name: string;
            sort: string;
            table: string;
        };
        Models: {
            models: components["schemas"]["Model"][];
        };
        MoneyMonth: {
            month: string;
            /** Format: int64 */
            revenue_minor: number | null;
            /** Format: int64 */
            spend_minor: number | null;
            /** Format: int64 */
            won: number;
        };
        MonthValue: {
            month: string;
            value: number | null;
        };
        Named: {
            id: string;
            name: string | null;
        };
        Networks: {
            /** Format: date-time */
            loaded_at: string | null;
            may_load: boolean;
            /** Format: int64 */
            networks: number;
            /** Format: int64 */
            passed_over: number;
        };
        NetworksText: {
            text: string;
        };
        Nps: {
            /** Format: int64 */
            answered: number;
            /** Format: int64 */
            detractors: number;
            /** Format: int64 */
            invited: number;
            /** Format: int64 */
            passives: number;
            periods: components["schemas"]["NpsPeriod"][];
            /** Format: int64 */
            promoters: number;
            reason: components["schemas"]["Reason"] | null;
            /** Format: int64 */
            score: number | null;
        };
        NpsAnswer: {
            account: string | null;
            account_name: string | null;
            /** Format: date-time */
            answered_at: string;
            comment: string | null;
            contact: string;
            contact_name: string | null;
            id: string;
            period: string;
            /** Format: int64 */
            score: number;
            testimonial: string | null;
            /** Format: date-time */
            testimonial_at: string | null;
        };
        NpsLink: {
            contact: string;
            email: string | null;
            /** Format: date-time */
            expires_at: string;
            name: string | null;
            path: string;
        };
        NpsLinks: {
            items: components["schemas"]["NpsLink"][];
            next: string | null;
            /** Format: int64 */
            skipped: number;
        };
        NpsPeriod: {
            /** Format: int64 */
            answered: number;
            /** Format: int64 */
            detractors: number;
            /** Format: int64 */
            invited: number;
            /** Format: int64 */
            passives: number;
            period: string;
            /** Format: int64 */
            promoters: number;
            reason: components["schemas"]["Reason"] | null;
            /** Format: int64 */
            score: number | null;
        };
        OpenSession: {
            address: string | null;
            agent: string | null;
            /** Format: date-time */
            created_at: string;
            current: boolean;
            /** Format: date-time */
            expires_at: string;
            id: string;
            /** Format: date-time */
            seen_at: string;
        };
        OtherMoney: {
            /** Format: int64 */
            count: number;
            currency: string;
            /** @enum {unknown} */
            of: "deals" | "spend";
            /** Format: int64 */
            value_minor: number;
        };
        Outlook: {
            ambition: string | null;
            best_growth: number | null;
            chance: number | null;
            /** Format: int64 */
            held: number;
            /** Format: int64 */
            high: number | null;
            /** Format: int64 */
            low: number | null;
            /** Format: int64 */
            middle: number | null;
            /** Format: int64 */
            months: number;
            needed_growth: number | null;
            reason: components["schemas"]["Reason"] | null;
            /** Format: date */
            since: string | null;
            /** Format: int64 */
            steady: number;
            /** Format: int64 */
            trials: number;
            unit: string;
            /** Format: int64 */
            weeks: number;
        };
        Paper: {
            compared: string | null;
            filters: string[];
            kind: string;
            made: string | null;
            notes: string[];
            period: string | null;
            site: string | null;
            something: boolean;
            tables: components["schemas"]["PaperTable"][];
            title: string;
        };
        PaperCell: {
            /** Format: int64 */
            change: number;
            text: string;
            why: string | null;
        };
        PaperColumn: {
            definition: string | null;
            key: string;
            label: string;
            number: boolean;
        };
        PaperTable: {
            columns: components["schemas"]["PaperColumn"][];
            /** Format: int64 */
            left_out: number;
            rows: unknown;
            title: string | null;
            totals: boolean;
        };
        Partner: {
            account: string | null;
            active: boolean;
            /** Format: date */
            agreement_ends_on: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            commission: number | null;
            contact: string | null;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            /** @enum {string} */
            kind: "partner" | "distributor" | "wholesaler" | "other";
            /** Format: int64 */
            readonly link_version: number | null;
            name: string;
            notes: string | null;
            owner: string | null;
            /** Format: int64 */
            protection_days: number | null;
            /** Format: int64 */
            readonly version: number;
        };
        PartnerOutcome: {
            /** Format: int64 */
            accepted: number;
            active: boolean;
            commission: number | null;
            figures: Record<string, never>;
            kind: string;
            name: string;
            partner: string;
            reasons: Record<string, never>;
            /** Format: int64 */
            registered: number;
            /** Format: int64 */
            waiting: number;
        };
        PartnerOutcomes: {
            currency: string;
            /** Format: date */
            from: string | null;
            items: components["schemas"]["PartnerOutcome"][];
            /** Format: date */
            to: string | null;
        };
        Password: {
            password: string;
        };
        PastCompany: {
            account: string;
            id: string;
            name: string | null;
            /** Format: date-time */
            until_at: string;
        };
        PeopleScore: {
            band: string;
            /** @enum {unknown} */
            how: "mean" | "sum";
            /** Format: int64 */
            limit: number;
            /** Format: int64 */
            number: number;
            people: components["schemas"]["ScorePerson"][];
            /** Format: int64 */
            score: number;
        };
        Persona: {
            audience: string | null;
            /** @enum {string|null} */
            buying_role: "user" | "initiator" | "influencer" | "champion" | "gatekeeper" | "decider" | "approver" | "buyer" | "payer" | "blocker" | null;
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            job_title: string | null;
            looks_at: string | null;
            name: string;
            objections: string | null;
            pains: string | null;
            plan: string;
            /** Format: int64 */
            readonly version: number;
        };
        PersonConsent: {
            lists: components["schemas"]["PersonList"][];
            requests: components["schemas"]["PersonRequest"][];
            states: components["schemas"]["ConsentState"][];
            suppressed: string | null;
            /** Format: date-time */
            suppressed_at: string | null;
            suppression: string | null;
        };
        PersonList: {
            /** Format: date-time */
            changed_at: string | null;
            double_opt_in: boolean;
            list: string;
            name: string;
            public: boolean;
            source: string | null;
            /** @enum {unknown} */
            status: "subscribed" | "pending" | "unsubscribed" | null;
        };
        PersonRequest: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            due_at: string;
            id: string;
            /** @enum {unknown} */
            kind: "access" | "portability" | "correction" | "objection" | "erase";
        };
        Plan: {
            /** Format: date-time */
            readonly changed_at: string;
            company_profile: string | null;
            /** Format: date-time */
            readonly created_at: string;
            /** Format: date */
            ends_on: string | null;
            readonly id: string;
            market_summary: string | null;
            /** Format: int64 */
            month_hours: number | null;
            /** Format: int64 */
            month_money_minor: number | null;
            name: string;
            /** Format: int64 */
            readonly published_number: number | null;
            /** Format: int64 */
            readonly scenario_base: number | null;
            readonly scenario_of: string | null;
            /** Format: date */
            starts_on: string | null;
            /** @enum {string|null} */
            state: "draft" | "published" | "archived" | null;
            summary: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        PlanAnswers: {
            /** Format: int64 */
            accounts?: number | null;
            /** Format: int64 */
            budget_minor: number;
            /** Format: int64 */
            cycle_days?: number | null;
            /** @enum {unknown} */
            goal: "leads" | "won" | "revenue";
            /** Format: int64 */
            hours: number;
            /** Format: int64 */
            margin_percent?: number | null;
            problem: string;
            selling: string[];
            sells: string;
            /** Format: int64 */
            target?: number | null;
            /** Format: int64 */
            ticket_minor: number;
            to_whom: string;
            today?: string[];
        };
        PlanApplied: {
            /** Format: int64 */
            added: number;
            /** Format: int64 */
            changed: number;
            kept: string | null;
            /** Format: int64 */
            left: number;
            /** Format: int64 */
            removed: number;
        };
        PlanChange: {
            /** @enum {unknown} */
            change: "added" | "removed" | "changed";
            fields: components["schemas"]["PlanFieldChange"][];
            id: string;
            kind: string;
            name: string;
            table: string;
        };
        PlanCompared: {
            id: string;
            name: string;
            scenario_of: string | null;
            state: string;
        };
        PlanComparison: {
            plans: components["schemas"]["PlanCompared"][];
            sections: components["schemas"]["PlanComparisonTable"][];
        };
        PlanComparisonRow: {
            differs: boolean;
            label: string | null;
            reasons: unknown[];
            total: boolean;
            unit: string;
            values: unknown[];
        };
        PlanComparisonTable: {
            key: string;
            rows: components["schemas"]["PlanComparisonRow"][];
        };
        PlanConfirmed: {
            /** Format: int64 */
            confirmed: number;
        };
        PlanDiff: {
            changes: components["schemas"]["PlanChange"][];
            from: string | null;
            to: string | null;
        };
        PlanEvent: {
            audience: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            channel: string | null;
            /** Format: date-time */
            readonly created_at: string;
            /** Format: date */
            ends_on: string | null;
            readonly id: string;
            /** @enum {string|null} */
            kind: "fair" | "webinar" | "release" | "publication" | "meeting" | "holiday" | "other" | null;
            name: string;
            notes: string | null;
            plan: string;
            /** Format: date */
            starts_on: string;
            /** Format: int64 */
            readonly version: number;
        };
        PlanExample: {
            key: string;
            name: string;
            text: string;
        };
        PlanExampleWhole: {
            key: string;
            name: string;
            plan: Record<string, never>;
            records: Record<string, never>;
            text: string;
        };
        PlanFieldChange: {
            after: unknown;
            after_name?: string | null;
            before: unknown;
            before_name?: string | null;
            label: string;
            name: string;
        };
        PlanGuess: {
            fields: components["schemas"]["PlanGuessField"][];
            id: string;
            kind: string;
            name: string;
            table: string;
        };
        PlanGuesses: {
            items: components["schemas"]["PlanGuess"][];
            /** Format: int64 */
            open: number;
        };
        PlanGuessField: {
            label: string;
            name: string;
            value: unknown;
        };
        PlanPublish: {
            note?: string | null;
            reason?: string | null;
        };
        PlanRestore: {
            fields?: string[];
            id?: string | null;
            table?: string | null;
        };
        PlanScenario: {
            /** Format: int64 */
            budget_percent?: number | null;
            /** Format: int64 */
            hours_percent?: number | null;
            name: string;
        };
        PlanSnapshot: {
            figures: Record<string, never>;
            people: Record<string, never>;
            plan: Record<string, never>;
            records: Record<string, never>;
        };
        PlanStart: {
            answers?: components["schemas"]["PlanAnswers"];
            example?: string | null;
            name: string;
            /** Format: date */
            starts_on: string;
        };
        PlanVersion: {
            digest: string;
            /** @enum {unknown} */
            kind: "published" | "kept";
            /** Format: date-time */
            made_at: string;
            made_by: string | null;
            missing: string[];
            name: string;
            note: string | null;
            /** Format: int64 */
            number: number;
            reason: string | null;
        };
        PlanVersions: {
            /** Format: int64 */
            changes: number | null;
            items: components["schemas"]["PlanVersion"][];
            missing: string[];
            next: string | null;
            published: string | null;
        };
        PlanVersionWhole: {
            digest: string;
            /** @enum {unknown} */
            kind: "published" | "kept";
            /** Format: date-time */
            made_at: string;
            made_by: string | null;
            missing: string[];
            name: string;
            note: string | null;
            /** Format: int64 */
            number: number;
            reason: string | null;
            snapshot: components["schemas"]["PlanSnapshot"];
        };
        Positioning: {
            alternatives: string | null;
            attributes: string | null;
            audience: string;
            category: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            plan: string;
            statement: string | null;
            team: string | null;
            value: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        PositioningRival: {
            /** Format: date-time */
            readonly changed_at: string;
            competitor: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            notes: string | null;
            plan: string;
            positioning: string;
            /** Format: int64 */
            readonly version: number;
        };
        Problem: {
            code: string;
            detail: string;
            errors: components["schemas"]["WrongField"][];
            request_id: string;
            /** Format: int64 */
            status: number;
            title: string;
            type: string;
        };
        Progress: {
            baseline: number | null;
            current: number | null;
            /** Format: int64 */
            days_left: number;
            /** Format: int64 */
            days_total: number;
            elapsed: number | null;
            expected_now: number | null;
            id?: string;
            keeps: boolean;
            name?: string;
            on_track: boolean | null;
            other_currencies: components["schemas"]["OtherMoney"][];
            outlook?: components["schemas"]["Outlook"];
            over: boolean;
            pace: number | null;
            progress: number | null;
            reached: boolean;
            reason: components["schemas"]["Reason"] | null;
            series: components["schemas"]["DateValue"][];
            target: number | null;
            unit: string;
        };
        PromoCode: {
            active: boolean;
            campaign: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            channel: string | null;
            code: string | null;
            /** Format: date-time */
            readonly created_at: string;
            /** Format: date */
            ends_on: string | null;
            readonly id: string;
            /** Format: date-time */
            readonly last_at: string | null;
            name: string;
            offer: string | null;
            partner: string | null;
            /** Format: date */
            starts_on: string | null;
            /** Format: int64 */
            readonly uses: number | null;
            /** Format: int64 */
            readonly version: number;
        };
        Proposal: {
            confidence: number | null;
            /** Format: date-time */
            decided_at: string | null;
            decided_by: string | null;
            /** @enum {unknown} */
            dimension: "channel" | "campaign" | "page" | "asset" | "topic" | "format" | "goal";
            effect: string | null;
            evidence: unknown;
            findings: unknown;
            found: string | null;
            goal: string | null;
            id: string;
            /** @enum {unknown} */
            kind: "scale" | "keep" | "fix" | "stop" | "mend";
            /** Format: date-time */
            made_at: string;
            name: string;
            /** @enum {unknown} */
            outcome: "came_true" | "did_not" | "cannot_tell" | null;
            reason: string | null;
            /** Format: date */
            review_on: string | null;
            /** Format: date-time */
            reviewed_at: string | null;
            shift: unknown;
            /** @enum {unknown} */
            state: "open" | "accepted" | "dismissed" | "replaced";
            subject: string;
            todo: string;
            why: string;
        };
        ProposalAccept: {
            /** Format: date */
            review_on?: string | null;
            shift?: components["schemas"]["ProposalShift"] | null;
        };
        ProposalDismiss: {
            reason: string;
        };
        ProposalEvidence: {
            /** Format: int64 */
            assets: number;
            change: components["schemas"]["RateChange"] | null;
            currency: string;
            dimension: string;
            /** Format: date */
            from: string | null;
            items: components["schemas"]["Judged"][];
            margin: boolean;
            /** Format: date */
            to: string | null;
            /** Format: int64 */
            unmet: number;
        };
        ProposalHits: {
            /** Format: int64 */
            came_true: number;
            /** Format: int64 */
            cannot_tell: number;
            /** Format: int64 */
            did_not: number;
            /** Format: int64 */
            open: number;
            /** Format: int64 */
            waiting: number;
        };
        Proposals: {
            currency: string;
            hits: components["schemas"]["ProposalHits"];
            items: components["schemas"]["Proposal"][];
        };
        ProposalShift: {
            /** Format: int64 */
            amount: number;
            from: string;
            hours?: boolean;
            metric?: string;
            /** Format: int64 */
            months?: number;
            plan: string;
            to: string;
        };
        PurchaseOrder: {
            ids: string[];
        };
        PurchaseStep: {
            audience: string;
            /** @enum {string|null} */
            buying_role: "user" | "initiator" | "influencer" | "champion" | "gatekeeper" | "decider" | "approver" | "buyer" | "payer" | "blocker" | null;
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            name: string;
            needs: string | null;
            plan: string;
            /** Format: int64 */
            readonly position: number | null;
            /** Format: int64 */
            readonly version: number;
        };
        Queued: {
            job: string;
        };
        RankedAudience: {
            actual: components["schemas"]["AudienceActual"];
            assumptions: components["schemas"]["AudienceAssumption"][];
            id: string;
            name: string;
            per_unit_text: string | null;
            /** Format: int64 */
            points: number | null;
            profit_minor: number | null;
            /** Format: int64 */
            rank: number | null;
            roles_without_persona: string[];
            segment: components["schemas"]["AudienceSegment"] | null;
            why: string | null;
            won_accounts: number | null;
            worth: number | null;
            worth_text: string | null;
        };
        RateChange: {
            after: components["schemas"]["RateSide"];
            before: components["schemas"]["RateSide"];
            /** Format: date */
            from: string;
            /** Format: date */
            until: string;
        };
        RateSide: {
            /** Format: int64 */
            leads: number;
            rate: number | null;
            /** Format: int64 */
            won: number;
        };
        Reason: {
            code: string;
            /** Format: int64 */
            have: number | null;
            message: string;
            /** Format: int64 */
            need: number | null;
        };
        Referral: {
            /** Format: date-time */
            readonly changed_at: string;
            readonly contact: string | null;
            /** Format: date-time */
            readonly created_at: string;
            deal: string | null;
            /** Format: email */
            email: string | null;
            employer: string | null;
            readonly id: string;
            name: string;
            note: string | null;
            owner: string | null;
            phone: string | null;
            referrer: string | null;
            /** @enum {string|null} */
            readonly source: "page" | "hand" | null;
            /** @enum {string|null} */
            state: "new" | "contacted" | "contact" | "deal" | "declined" | null;
            /** Format: int64 */
            readonly version: number;
        };
        RegistrationAnswer: {
            owner?: string | null;
            reason?: string | null;
        };
        RegistrationConflict: {
            id: string;
            /** @enum {unknown} */
            kind: "registered" | "again" | "open_deal" | "customer" | "known";
            name: string | null;
            /** Format: date-time */
            until: string | null;
        };
        RejudgeMove: {
            from: string;
            to: string;
            /** Format: int64 */
            visits: number;
        };
        RejudgePreview: {
            /** Format: int64 */
            changed: number;
            /** Format: int64 */
            humans: number;
            /** Format: int64 */
            looked: number;
            more: boolean;
            moves: components["schemas"]["RejudgeMove"][];
            /** Format: int64 */
            robots: number;
            rules: components["schemas"]["RejudgeRule"][];
            steps: components["schemas"]["RejudgeStep"][];
        };
        RejudgeRule: {
            id: string;
            /** Format: int64 */
            visits: number;
        };
        RejudgeSpan: {
            /** Format: date */
            from?: string | null;
            /** Format: date */
            to?: string | null;
        };
        RejudgeStep: {
            step: string;
            /** Format: int64 */
            visits: number;
        };
        RenewalDue: {
            account: string | null;
            account_name: string | null;
            /** Format: int64 */
            amount_minor: number | null;
            /** Format: date */
            contract_ends_on: string;
            currency: string | null;
            deal: string;
            name: string | null;
            owner: string | null;
            renewal: string | null;
            renewal_outcome: string | null;
        };
        Report: {
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            /** @enum {string} */
            kind: "visits" | "funnel" | "channels" | "attribution" | "economics" | "metrics";
            name: string;
            owner: string | null;
            question: unknown;
            trashed: boolean;
            /** Format: int64 */
            readonly version: number;
            view: unknown;
        };
        ReportRecipient: {
            address: string | null;
            /** Format: date-time */
            confirmed_at: string | null;
            confirmed_by: string | null;
            confirmed_text: string | null;
            gone: boolean;
            id: string;
            /** @enum {unknown} */
            lang: "pt-BR" | "en";
            name: string | null;
            /** Format: date-time */
            stopped_at: string | null;
            user: string | null;
        };
        ReportRows: {
            items: Record<string, never>[];
            /** @enum {unknown} */
            kind: "contacts" | "deals" | "spend_lines";
            next: string | null;
        };
        ReportSchedule: {
            /** @enum {unknown} */
            cadence: "weekly" | "monthly";
            /** Format: int64 */
            day: number;
            /** Format: int64 */
            hour: number;
            id: string;
            /** Format: date-time */
            last_at: string | null;
            /** Format: date-time */
            next_at: string;
            paused: boolean;
            recipients: components["schemas"]["ReportRecipient"][];
            report: string;
            /** Format: int64 */
            version: number;
            /** Format: int64 */
            weekday: number;
        };
        ResearchAlert: {
            account: string;
            account_name: string | null;
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            days: number;
            /** Format: date-time */
            dismissed_at: string | null;
            id: string;
            people: components["schemas"]["ResearchPerson"][];
        };
        ResearchPerson: {
            contact: string;
            name: string | null;
            /** Format: int64 */
            views: number;
        };
        ResearchSearch: {
            job: string;
        };
        Retention: {
            /** Format: int64 */
            active: number;
            /** @enum {unknown} */
            by: "month" | "quarter";
            cohorts: components["schemas"]["RetentionCohort"][];
            currency: string;
            figures: components["schemas"]["RetentionFigures"];
            /** Format: int64 */
            lapsed: number;
            /** Format: int64 */
            term_months: number;
            /** Format: int64 */
            unpriced: number;
        };
        RetentionAccount: {
            active: boolean;
            id: string;
            name: string | null;
            /** Format: int64 */
            revenue_minor: number;
        };
        RetentionCell: {
            /** Format: int64 */
            active: number;
            at: string;
            nrr: number | null;
            rate: number | null;
            reason: components["schemas"]["Reason"] | null;
            /** Format: int64 */
            revenue_minor: number;
        };
        RetentionCohort: {
            cells: components["schemas"]["RetentionCell"][];
            key: string;
            /** Format: int64 */
            size: number;
        };
        RetentionFigure: {
            reason: components["schemas"]["Reason"] | null;
            value: number | null;
        };
        RetentionFigures: {
            churn: components["schemas"]["RetentionFigure"];
            /** Format: int64 */
            customers: number;
            nrr: components["schemas"]["RetentionFigure"];
            retention: components["schemas"]["RetentionFigure"];
            /** Format: int64 */
            stayed: number;
        };
        RightsAssign: {
            assigned: string | null;
        };
        RightsClose: {
            answer?: string | null;
            /** @enum {unknown} */
            how: "done" | "refused";
        };
        RightsRequest: {
            answer: string | null;
            assigned: string | null;
            assigned_name: string | null;
            channel: string | null;
            /** Format: date-time */
            closed_at: string | null;
            closed_by_name: string | null;
            contact: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            due_at: string;
            email: string | null;
            erasure: string | null;
            id: string;
            /** @enum {unknown} */
            kind: "access" | "portability" | "correction" | "objection" | "erase";
            late: boolean;
            name: string | null;
            note: string | null;
            /** @enum {unknown} */
            state: "open" | "done" | "refused" | "erased";
        };
        RivalDeal: {
            /** Format: int64 */
            amount_minor: number | null;
            /** Format: date-time */
            closed_at: string | null;
            currency: string | null;
            deal: string;
            name: string;
            /** Format: date-time */
            opened_at: string | null;
            /** @enum {unknown} */
            outcome: "open" | "won" | "lost";
            why: string | null;
        };
        RivalDeals: {
            items: components["schemas"]["RivalDeal"][];
            own: components["schemas"]["RivalOutcomes"];
            record: components["schemas"]["RivalRecord"];
        };
        RivalOutcomes: {
            /** Format: int64 */
            lost: number;
            /** Format: int64 */
            open: number;
            reason: components["schemas"]["Reason"] | null;
            win_rate: number | null;
            /** Format: int64 */
            won: number;
        };
        RivalRecord: {
            /** Format: int64 */
            alerts: number;
            competitor: string;
            /** Format: int64 */
            failing: number;
            /** Format: date */
            last_note_on: string | null;
            /** Format: int64 */
            lost: number;
            /** Format: int64 */
            notes: number;
            /** Format: int64 */
            open: number;
            reason: components["schemas"]["Reason"] | null;
            /** Format: int64 */
            watched: number;
            win_rate: number | null;
            /** Format: int64 */
            won: number;
        };
        RivalRecords: {
            items: components["schemas"]["RivalRecord"][];
            own: components["schemas"]["RivalOutcomes"];
        };
        Road: {
            /** Format: int64 */
            done: number;
            drifts: components["schemas"]["RoadDrift"][];
            name: string;
            plan: string;
            /** Format: int64 */
            required_missing: number;
            /** @enum {unknown} */
            state: "draft" | "published" | "archived";
            steps: components["schemas"]["RoadStep"][];
        };
        RoadDrift: {
            actual: number | null;
            /** Format: date-time */
            answered_at: string | null;
            code: string;
            expected: number | null;
            /** Format: int64 */
            have: number | null;
            key: string;
            message: string;
            name: string | null;
            old: boolean;
            question: string | null;
            record: string;
            /** Format: date-time */
            since: string | null;
            /** Format: int64 */
            step: number;
            table: string;
            unit: string;
            url: string;
        };
        RoadEvidence: {
            about: string | null;
            /** Format: date-time */
            at: string;
            id: string;
            link: string | null;
            note: string | null;
        };
        RoadQuestion: {
            /** Format: int64 */
            asked: number;
            /** Format: date-time */
            at: string | null;
            by: string | null;
            evidence: components["schemas"]["RoadEvidence"][];
            example: string;
            fields: string[];
            further: string[];
            /** Format: int64 */
            given: number;
            key: string;
            /** @enum {unknown} */
            kind: "plan" | "some" | "each" | "cover";
            label: string;
            required: boolean;
            rests_on: string | null;
            /** @enum {unknown} */
            state: "answered" | "partly" | "waits" | "open";
            table: string;
            targets: components["schemas"]["RoadTarget"][];
            why: string;
        };
        RoadRest: {
            key: string;
            label: string;
            /** Format: int64 */
            step: number;
        };
        RoadStep: {
            /** Format: int64 */
            answered: number;
            /** Format: int64 */
            asked: number;
            label: string;
            next: string | null;
            next_label: string | null;
            questions: components["schemas"]["RoadQuestion"][];
            rests_on: components["schemas"]["RoadRest"] | null;
            /** @enum {unknown} */
            state: "empty" | "begun" | "done";
            /** Format: int64 */
            step: number;
        };
        RoadTarget: {
            /** Format: date-time */
            at: string | null;
            given: boolean;
            id: string;
            name: string | null;
        };
        RuleChoice: {
            label: string;
            value: string;
        };
        RuleCondition: {
            key: string;
            label: string;
            params: components["schemas"]["RuleParam"][];
        };
        RuleCount: {
            /** Format: int64 */
            count: number;
            exact: boolean;
            /** Format: int64 */
            of: number;
        };
        RuleField: {
            choices: components["schemas"]["RuleChoice"][];
            custom: boolean;
            kind: string;
            label: string;
            name: string;
            operators: string[];
            refers: string | null;
        };
        RuleLimits: {
            /** Format: int64 */
            behaviours: number;
            /** Format: int64 */
            bytes: number;
            /** Format: int64 */
            days: number;
            /** Format: int64 */
            depth: number;
            /** Format: int64 */
            list: number;
            /** Format: int64 */
            nodes: number;
            /** Format: int64 */
            times: number;
        };
        RuleOperator: {
            label: string;
            label_date: string | null;
            label_false: string | null;
            name: string;
            /** @enum {unknown} */
            takes: "value" | "list" | "words" | "days" | "bool";
        };
        RuleParam: {
            choices: components["schemas"]["RuleChoice"][];
            kind: string;
            label: string;
            /** Format: int64 */
            max: number | null;
            /** Format: int64 */
            min: number | null;
            name: string;
            options: string | null;
            refers: string | null;
            required: boolean;
        };
        RuleRecord: {
            fields: components["schemas"]["RuleField"][];
            label: string;
            model: string;
            name: string;
        };
        RuleSchema: {
            behaviour: boolean;
            conditions: components["schemas"]["RuleCondition"][];
            events: components["schemas"]["RuleChoice"][];
            json_schema: Record<string, never>;
            label: string;
            limits: components["schemas"]["RuleLimits"];
            operators: components["schemas"]["RuleOperator"][];
            records: components["schemas"]["RuleRecord"][];
            related: components["schemas"]["RuleRecord"][];
            /** @enum {unknown} */
            subject: "contact" | "account" | "deal";
        };
        RuleSentence: {
            sentence: string;
        };
        RuleValues: {
            items: string[];
        };
        Score: {
            band: string;
            /** Format: int64 */
            base: number;
            /** Format: int64 */
            limit: number;
            missed: components["schemas"]["ScorePart"][];
            /** Format: int64 */
            number: number;
            parts: components["schemas"]["ScorePart"][];
            /** Format: int64 */
            score: number;
        };
        ScoreAccept: {
            rows?: number[];
        };
        ScoreAuc: {
            high: number | null;
            known: boolean;
            low: number | null;
            value: number | null;
        };
        ScoreBin: {
            from: number;
            high: number | null;
            lift: number | null;
            low: number | null;
            mean: number | null;
            /** Format: int64 */
            n: number;
            rate: number | null;
            to: number;
            /** Format: int64 */
            won: number;
        };
        ScoreBrief: {
            /** Format: int64 */
            engagement: number | null;
            /** Format: int64 */
            fit: number | null;
            grade: string | null;
            id: string;
        };
        ScoreDay: {
            /** Format: date */
            day: string;
            /** Format: int64 */
            score: number;
        };
        ScoreDraft: {
            bands?: number[];
            /** Format: int64 */
            base?: number;
            rows: components["schemas"]["ScoreRowDraft"][];
            /** Format: int64 */
            version?: number;
            weights?: Record<string, never>;
        };
        ScoreGrid: {
            items: components["schemas"]["ScoreGridCell"][];
            known: boolean;
            /** Format: int64 */
            of: number;
        };
        ScoreGridCell: {
            /** Format: int64 */
            count: number;
            grade: string;
            meaning: string;
        };
        ScoreKind: {
            draft: components["schemas"]["ScoreModel"] | null;
            /** @enum {unknown} */
            kind: "fit" | "engagement";
            published: components["schemas"]["ScoreModel"] | null;
            publishing: components["schemas"]["ScoreModel"] | null;
            versions: components["schemas"]["ScoreVersion"][];
        };
        ScoreModel: {
            bands: number[];
            /** Format: int64 */
            base: number;
            /** Format: date-time */
            changed_at: string;
            /** Format: date-time */
            created_at: string;
            id: string;
            /** @enum {unknown} */
            kind: "fit" | "engagement";
            /** Format: int64 */
            number: number;
            /** Format: date-time */
            published_at: string | null;
            rows: components["schemas"]["ScoreRow"][];
            /** @enum {unknown} */
            state: "draft" | "publishing" | "published" | "retired";
            /** Format: int64 */
            version: number;
            weights: Record<string, never>;
        };
        ScorePart: {
            /** Format: int64 */
            at_most?: number;
            capped?: boolean;
            /** Format: int64 */
            count?: number;
            /** Format: date */
            first_day?: string;
            /** Format: int64 */
            half_life_days?: number;
            label: string | null;
            /** Format: date */
            last_day?: string;
            /** Format: int64 */
            points: number;
            sentence: string | null;
            /** Format: int64 */
            undecayed?: number;
        };
        ScorePerson: {
            id: string;
            name: string | null;
            /** Format: int64 */
            points: number;
            role: string | null;
            /** Format: int64 */
            score: number;
            /** Format: int64 */
            weight: number;
        };
        ScorePublish: {
            /** Format: int64 */
            version?: number;
        };
        ScoreReplay: {
            auc: components["schemas"]["ScoreAuc"];
            calibration: components["schemas"]["ScoreBin"][];
            cut: boolean;
            /** Format: int64 */
            deals: number;
            leaks: number[];
            lift: components["schemas"]["ScoreBin"][];
            /** Format: int64 */
            lost: number;
            /** Format: int64 */
            need: number;
            /** Format: int64 */
            no_contact: number;
            /** Format: int64 */
            no_opening: number;
            /** Format: int64 */
            number: number;
            /** @enum {unknown} */
            state: "draft" | "publishing" | "published" | "retired";
            /** Format: int64 */
            won: number;
        };
        ScoreRow: {
            /** Format: int64 */
            at_most?: number;
            behaviour?: Record<string, never>;
            /** Format: int64 */
            half_life_days?: number;
            label: string | null;
            /** Format: int64 */
            points: number;
            rule?: Record<string, never>;
            sentence: string | null;
        };
        ScoreRowDraft: {
            /** Format: int64 */
            at_most?: number;
            behaviour?: Record<string, never>;
            /** Format: int64 */
            half_life_days?: number;
            label?: string | null;
            /** Format: int64 */
            points: number;
            rule?: Record<string, never>;
        };
        ScoreSuggestion: {
            /** Format: date-time */
            at: string | null;
            suggestion: components["schemas"]["SuggestedModel"] | null;
        };
        ScoreVersion: {
            /** Format: int64 */
            number: number;
            /** Format: date-time */
            published_at: string | null;
            published_by: string | null;
            /** @enum {unknown} */
            state: "draft" | "publishing" | "published" | "retired";
        };
        Search: {
            groups: components["schemas"]["SearchGroup"][];
        };
        SearchAccount: {
            id: string;
            name: string;
        };
        SearchGroup: {
            items: components["schemas"]["SearchHit"][];
            /** @enum {unknown} */
            kind: "account" | "contact" | "deal";
            more: boolean;
        };
        SearchHit: {
            account: components["schemas"]["SearchAccount"] | null;
            detail: string | null;
            field: string | null;
            id: string;
            name: string;
            text: string | null;
        };
        Segment: {
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly counted_at: string | null;
            /** Format: date-time */
            readonly created_at: string;
            description: string | null;
            readonly id: string;
            /** Format: int64 */
            readonly member_count: number | null;
            name: string;
            rule: unknown;
            /** @enum {string|null} */
            readonly state: "building" | "live" | null;
            /** @enum {string} */
            subject: "contact" | "account";
            readonly trouble: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        SegmentHand: {
            /** @enum {unknown} */
            how: "include" | "exclude";
            id: string;
            name: string | null;
        };
        SegmentHandDone: {
            /** Format: int64 */
            changed: number;
        };
        SegmentHandSet: {
            /** @enum {unknown} */
            how: "include" | "exclude" | "none";
            ids: string[];
        };
        SegmentMember: {
            domain?: string | null;
            email?: string | null;
            /** Format: date-time */
            entered_at: string;
            id: string;
            /** @enum {unknown} */
            manual: "include" | "exclude" | null;
            name: string | null;
        };
        SegmentMove: {
            /** Format: date-time */
            at: string;
            /** @enum {unknown} */
            cause: "change" | "event" | "time" | "rule" | "manual" | "merge" | "import";
            /** @enum {unknown} */
            move: "entered" | "left";
            record: components["schemas"]["SegmentRecord"];
        };
        SegmentOf: {
            /** Format: date-time */
            entered_at: string;
            id: string;
            /** @enum {unknown} */
            manual: "include" | "exclude" | null;
            name: string;
        };
        SegmentOverlap: {
            /** Format: int64 */
            both: number;
            /** Format: int64 */
            other: number;
            /** Format: int64 */
            this: number;
        };
        SegmentRecord: {
            id: string;
            name: string | null;
        };
        SegmentSize: {
            /** Format: date */
            day: string;
            /** Format: int64 */
            size: number;
        };
        SegmentState: {
            /** @enum {unknown} */
            state: "building" | "live";
        };
        SellingChannel: {
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: int64 */
            cost_to_serve_minor: number | null;
            /** Format: date-time */
            readonly created_at: string;
            expected_share: number | null;
            readonly id: string;
            /** @enum {string} */
            kind: "wholesaler" | "distributor" | "direct" | "internet" | "partner" | "other";
            margin: number | null;
            name: string;
            notes: string | null;
            plan: string;
            /** Format: int64 */
            readonly version: number;
        };
        SellingOther: {
            figures: Record<string, never>;
            kind: string;
            reasons: Record<string, never>;
        };
        SellingOutcome: {
            channel: string;
            expected_share: number | null;
            figures: Record<string, never>;
            kind: string;
            name: string;
            reasons: Record<string, never>;
            shared: boolean;
        };
        SellingOutcomes: {
            currency: string;
            /** Format: date */
            from: string;
            items: components["schemas"]["SellingOutcome"][];
            others: components["schemas"]["SellingOther"][];
            /** Format: date */
            to: string;
        };
        Session: {
            csrf: string;
            job?: string | null;
            sites: components["schemas"]["Site"][];
            user: components["schemas"]["User"];
        };
        Setting: {
            help: string | null;
            initial: unknown;
            key: string;
            /** @enum {unknown} */
            kind: "int" | "bool" | "text";
            label: string | null;
            /** Format: int64 */
            max?: number;
            /** Format: int64 */
            min?: number;
            unit: string | null;
            value: unknown;
        };
        Setup: {
            demo: boolean;
            needed: boolean;
            own: boolean;
            version: string | null;
        };
        ShareLink: {
            /** Format: date-time */
            confirmed_at: string | null;
            confirmed_by: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            edition: number | null;
            /** Format: date-time */
            expires_at: string | null;
            id: string;
            kind: string;
            note: string | null;
            /** Format: date-time */
            opened_at: string | null;
            /** Format: int64 */
            opened_count: number;
            path?: string;
            /** Format: date-time */
            revoked_at: string | null;
            target: string;
        };
        ShareOpening: {
            browser: string | null;
            device: string | null;
            id: string;
            /** Format: date-time */
            opened_at: string;
            robot: string | null;
        };
        ShiftSide: {
            channel: string;
            elasticity: number;
            high: number;
            leads: number;
            low: number;
            middle: number;
            /** Format: int64 */
            months: number;
            /** Format: int64 */
            now: number;
            /** Format: int64 */
            then: number;
            told: boolean;
        };
        ShortLink: {
            active: boolean;
            campaign: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            channel: string | null;
            code: string | null;
            /** Format: date-time */
            readonly created_at: string;
            /** Format: date */
            ends_on: string | null;
            /** Format: uri */
            fallback: string | null;
            /** Format: int64 */
            readonly hits: number | null;
            readonly id: string;
            /** Format: date-time */
            readonly last_at: string | null;
            medium: string | null;
            name: string;
            partner: string | null;
            promo: string | null;
            /** Format: int64 */
            readonly robot_hits: number | null;
            source: string | null;
            /** Format: date */
            starts_on: string | null;
            /** Format: uri */
            target: string;
            /** Format: int64 */
            readonly version: number;
        };
        ShortLinkDay: {
            /** Format: date */
            day: string;
            /** Format: int64 */
            hits: number;
            /** Format: int64 */
            robots: number;
        };
        SignedLink: {
            /** Format: date-time */
            expires_at: string;
            path: string;
        };
        Site: {
            currency: string;
            id: string;
            is_demo: boolean;
            /** @enum {unknown} */
            locale: "pt-BR" | "en";
            name: string;
            /** @enum {unknown} */
            role: "owner" | "marketer" | "sales" | "analyst" | "readonly" | null;
            slug: string;
            time_zone: string;
        };
        SiteForm: {
            active: boolean;
            /** Format: int64 */
            readonly answers: number | null;
            ask_code: boolean;
            ask_company: boolean;
            ask_heard: boolean;
            ask_name: boolean;
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            intro_en: string | null;
            intro_pt: string | null;
            readonly key: string | null;
            /** Format: date-time */
            readonly last_answer_at: string | null;
            name: string;
            purpose: string | null;
            /** Format: uri */
            redirect: string | null;
            thanks_en: string | null;
            thanks_pt: string | null;
            title_en: string | null;
            title_pt: string;
            /** Format: int64 */
            readonly version: number;
        };
        SiteOpened: {
            job: string | null;
            site: components["schemas"]["Site"];
        };
        SourceField: {
            path: string;
            samples: string[];
        };
        SourceKeys: {
            secret: boolean;
            token: boolean;
        };
        SourcePreview: {
            /** Format: int64 */
            added: number;
            /** Format: int64 */
            changed: number;
            errors: components["schemas"]["SourceWrong"][];
            /** Format: int64 */
            failed: number;
            /** Format: int64 */
            rows: number;
            /** Format: int64 */
            same: number;
            /** Format: int64 */
            skipped: number;
        };
        SourcePreviewOf: {
            map?: Record<string, never>;
        };
        SourceSecret: {
            secret: string | null;
        };
        SourceSecretOn: {
            on?: boolean;
        };
        SourceShape: {
            /** Format: int64 */
            bodies: number;
            fields: components["schemas"]["SourceField"][];
            map: Record<string, never> | null;
        };
        SourceToken: {
            path: string;
        };
        SourceWrong: {
            field: string | null;
            message: string;
            /** Format: int64 */
            row: number;
        };
        SpendCampaign: {
            /** Format: int64 */
            amount_minor: number;
            channel: string | null;
            first: string;
            last: string;
            /** Format: int64 */
            lines: number;
            name: string;
        };
        SpendCampaignsAdded: {
            /** Format: int64 */
            added: number;
            /** Format: int64 */
            lines: number;
        };
        SpendCampaignsNew: {
            names: string[];
            plan?: string | null;
        };
        SpendExport: {
            from: string | null;
            /** Format: int64 */
            lines: number;
            /** Format: int64 */
            merged: number;
            /** @enum {unknown} */
            preset: "google_ads" | "meta_ads" | "linkedin_ads";
            to: string | null;
            /** Format: int64 */
            totals: number;
        };
        SpendLine: {
            /** Format: int64 */
            amount_minor: number;
            campaign: string | null;
            campaign_name: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            channel: string | null;
            /** Format: date-time */
            readonly created_at: string;
            currency: string | null;
            external_id: string | null;
            readonly id: string;
            /** @enum {string|null} */
            kind: "media" | "people" | "tools" | "commission" | "other" | null;
            note: string | null;
            /** Format: date */
            spent_on: string;
            /** Format: date */
            until_on: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        SpendOverlap: {
            /** Format: int64 */
            amount_minor: number;
            channel: string | null;
            currency: string | null;
            /** Format: date */
            first: string;
            import: string | null;
            kind: string;
            /** Format: date */
            last: string;
            name: string;
            /** Format: int64 */
            others: number;
            /** Format: date */
            others_first: string;
            others_import: string | null;
            /** Format: date */
            others_last: string;
            /** Format: int64 */
            others_minor: number;
        };
        SpendOverlaps: {
            /** Format: int64 */
            count: number;
            items: components["schemas"]["SpendOverlap"][];
        };
        StageCount: {
            /** Format: int64 */
            count: number;
            label: string;
            stage: string;
        };
        StageOrder: {
            ids: string[];
        };
        StageRate: {
            from: string;
            rate: number | null;
            reason: components["schemas"]["Reason"] | null;
            to: string;
        };
        StageReached: {
            /** Format: int64 */
            count: number;
            label: string;
            lifecycle: string[];
            stage: string;
        };
        StatsAnswer: {
            answers?: components["schemas"]["StatsAnswer"][];
            comparison_results?: components["schemas"]["StatsRow"][];
            meta?: components["schemas"]["StatsMeta"];
            results?: components["schemas"]["StatsRow"][];
        };
        StatsFunnel: {
            date_range?: unknown;
            filters?: unknown;
            funnel?: string;
            include?: Record<string, never>;
            /** @enum {unknown} */
            scope?: "visit" | "visitor";
            steps?: unknown;
            /** Format: int64 */
            window_days?: number;
        };
        StatsImportPeriod: {
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
        };
        StatsImports: {
            included: boolean;
            /** @enum {unknown} */
            left_out: "asked" | "question" | "report" | null;
            periods: components["schemas"]["StatsImportPeriod"][];
        };
        StatsMeta: {
            comparison?: Record<string, never>;
            currency?: string;
            /** Format: date */
            events_from?: string;
            /** Format: date */
            from: string;
            imports?: components["schemas"]["StatsImports"];
            interval?: string;
            other_currencies?: components["schemas"]["StatsMoney"][];
            /** Format: int64 */
            stable_visitors?: number;
            time_labels?: string[];
            /** Format: date */
            to: string;
            /** Format: int64 */
            total_rows?: number;
        };
        StatsMetric: {
            definition: string;
            key: string;
            label: string;
            unit: string;
        };
        StatsMinute: {
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            views: number;
            /** Format: int64 */
            visitors: number;
        };
        StatsMoney: {
            currency: string;
            /** Format: int64 */
            events: number;
            /** Format: int64 */
            value: number;
        };
        StatsNamed: {
            name: string;
            /** Format: int64 */
            visitors: number;
        };
        StatsNow: {
            countries: components["schemas"]["StatsNamed"][];
            minutes: components["schemas"]["StatsMinute"][];
            pages: components["schemas"]["StatsNamed"][];
            sources: components["schemas"]["StatsNamed"][];
            /** Format: int64 */
            views_30: number;
            /** Format: int64 */
            visitors: number;
            /** Format: int64 */
            visitors_30: number;
        };
        StatsQuestion: {
            /** @enum {unknown} */
            counts_by?: "visit" | "event";
            date_range?: unknown;
            dimensions?: string[];
            filters?: unknown;
            goal?: unknown;
            include?: Record<string, never>;
            metrics?: string[];
            order_by?: unknown;
            pagination?: Record<string, never>;
            queries?: unknown;
        };
        StatsRow: {
            comparison?: Record<string, never> | null;
            dimensions: string[];
            have?: Record<string, never>;
            metrics: unknown;
        };
        StatsStep: {
            /** Format: int64 */
            count: number | null;
            label: string;
            left_out?: boolean;
            of_before: number | null;
            of_first: number | null;
            unknown?: string[];
        };
        StatsSteps: {
            /** Format: date */
            from: string;
            /** Format: int64 */
            need: number;
            /** @enum {unknown} */
            scope: "visit" | "visitor";
            steps: components["schemas"]["StatsStep"][];
            /** Format: date */
            to: string;
        };
        StatsWords: {
            dimensions: string[];
            metrics: components["schemas"]["StatsMetric"][];
        };
        Stranger: {
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            count: number;
            host: string;
        };
        SuggestedModel: {
            auc: components["schemas"]["ScoreAuc"];
            /** Format: int64 */
            base: number;
            /** Format: int64 */
            deals: number;
            known: boolean;
            /** Format: int64 */
            lost: number;
            /** Format: int64 */
            need: number;
            rows: components["schemas"]["SuggestedRow"][];
            /** Format: int64 */
            won: number;
        };
        SuggestedRow: {
            label: string | null;
            /** Format: int64 */
            n: number;
            other?: boolean;
            /** Format: int64 */
            points: number;
            rule: Record<string, never>;
            sentence: string;
            /** Format: int64 */
            won: number;
        };
        Suppression: {
            actor: string | null;
            actor_name: string | null;
            /** Format: date-time */
            created_at: string;
            email: string | null;
            hash: string;
            id: string;
            /** @enum {unknown} */
            reason: "unsubscribed" | "bounced" | "complaint" | "objection" | "manual" | "erased";
            source: string | null;
        };
        SuppressionCheck: {
            email: string;
        };
        SuppressionImport: {
            /** Format: int64 */
            added: number;
            /** Format: int64 */
            known: number;
            message: string | null;
            /** Format: int64 */
            other_reason: number;
            /** Format: int64 */
            wrong: number;
            wrong_lines: number[];
        };
        Tags: {
            items: string[];
        };
        Task: {
            code: string;
            message: string;
            url: string | null;
        };
        TimelineItem: {
            actor: string | null;
            /** Format: date-time */
            at: string;
            detail: string | null;
            kind: string;
            title: string;
            url: string | null;
        };
        Token: {
            /** Format: date-time */
            created_at: string;
            expired: boolean;
            /** Format: date-time */
            expires_at: string | null;
            id: string;
            name: string;
            scopes: string[];
            token?: string;
            /** Format: date-time */
            used_at: string | null;
            user: string;
        };
        TooFew: {
            /** Format: int64 */
            have: number;
            /** Format: int64 */
            need: number;
            /** @enum {unknown} */
            of: "leads" | "won" | "base";
        };
        Totp: {
            qr_svg: string;
            secret: string;
            uri: string;
        };
        TotpCode: {
            code: string;
        };
        User: {
            email: string;
            id: string;
            /** @enum {unknown} */
            locale: "pt-BR" | "en";
            name: string | null;
            /** @enum {unknown} */
            theme: "auto" | "light" | "dark";
            totp: boolean;
        };
        View: {
            id: string;
            is_default: boolean;
            may_change: boolean;
            /** @enum {unknown} */
            model: "account" | "contact" | "deal";
            name: string;
            shared: boolean;
            /** Format: int64 */
            version: number;
            view: Record<string, never>;
        };
        ViewDefault: {
            /** @enum {unknown} */
            model: "account" | "contact" | "deal";
            view: string | null;
        };
        ViewOrder: {
            ids: string[];
        };
        VisitImport: {
            actor: string | null;
            /** Format: int64 */
            assets: number;
            /** Format: int64 */
            bytes: number;
            /** Format: int64 */
            bytes_done: number;
            code: string | null;
            /** Format: int64 */
            covered: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at: string | null;
            /** Format: int64 */
            failures: number;
            /** Format: date */
            first_day: string | null;
            /** @enum {unknown} */
            format: "plausible" | "matomo" | "log" | "search";
            id: string;
            job: string | null;
            /** Format: date */
            last_day: string | null;
            message: string | null;
            name: string;
            options: components["schemas"]["VisitImportOptions"];
            /** Format: int64 */
            others: number;
            /** Format: int64 */
            outside: number;
            /** Format: int64 */
            refused: number;
            reports: string[];
            /** Format: int64 */
            robots: number;
            /** Format: int64 */
            rows: number;
            /** Format: date-time */
            started_at: string | null;
            /** @enum {unknown} */
            state: "draft" | "simulating" | "simulated" | "running" | "done" | "failed" | "undoing" | "undone";
            /** Format: int64 */
            taken: number;
            /** Format: int64 */
            totals: number;
            /** Format: date-time */
            until: string | null;
            /** Format: int64 */
            views: number;
            /** Format: int64 */
            visits: number;
        };
        VisitImportGo: {
            options?: components["schemas"]["VisitImportOptions"];
        };
        VisitImportOptions: {
            from?: string;
            host?: string;
            overlap?: boolean;
            report?: string;
            to?: string;
            zone?: string;
        };
        VisitorLink: {
            /** @enum {unknown} */
            basis: "banner" | "ledger";
            browser: string | null;
            channel: string | null;
            device: string | null;
            /** Format: date-time */
            ended_at: string | null;
            /** Format: date-time */
            first_seen_at: string | null;
            /** @enum {unknown} */
            how: "form" | "mail" | "order" | "api" | "hand";
            id: string;
            /** Format: date-time */
            last_seen_at: string | null;
            /** Format: date-time */
            linked_at: string;
            linked_by: string | null;
            medium: string | null;
            os: string | null;
            source: string | null;
            stable: boolean;
            /** Format: date-time */
            undone_at: string | null;
            undone_by: string | null;
            /** Format: int64 */
            views: number;
            visitor: string;
            /** Format: int64 */
            visits: number;
        };
        VisitorLinkNew: {
            cookie?: string | null;
            visitor?: string | null;
        };
        Visitors: {
            items: components["schemas"]["VisitorLink"][];
            next: string | null;
        };
        WatchedPage: {
            message: string | null;
            /** Format: int64 */
            notes: number;
            source: components["schemas"]["WatchSource"];
        };
        WatchedPages: {
            items: components["schemas"]["WatchedPage"][];
        };
        WatchSource: {
            active: boolean;
            readonly added_by: string | null;
            alert_data: boolean;
            alert_heading: boolean;
            alert_news: boolean;
            alert_price: boolean;
            alert_title: boolean;
            /** Format: date-time */
            readonly asked_at: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: date-time */
            readonly changed_page_at: string | null;
            /** Format: date-time */
            readonly checked_at: string | null;
            competitor: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly error: string | null;
            readonly error_params: unknown;
            /** Format: int64 */
            every_hours: number | null;
            /** Format: int64 */
            readonly failures: number | null;
            readonly id: string;
            /** @enum {string} */
            kind: "page" | "feed" | "sitemap";
            /** @enum {string|null} */
            readonly last_state: "first" | "same" | "changed" | "failed" | null;
            /** Format: date-time */
            readonly next_at: string | null;
            /** @enum {string|null} */
            section: "offers" | "sales" | "content" | null;
            /** Format: uri */
            url: string;
            /** Format: int64 */
            readonly version: number;
        };
        Webhook: {
            active: boolean;
            bulk: boolean;
            /** Format: date-time */
            changed_at: string;
            /** Format: date-time */
            created_at: string;
            events: string[];
            id: string;
            name: string;
            /** Format: date-time */
            old_secret_until: string | null;
            /** Format: date-time */
            paused_at: string | null;
            paused_why: string | null;
            secret?: string;
            url: string;
            /** Format: int64 */
            version: number;
        };
        WebhookDelivery: {
            answer: string | null;
            /** Format: int64 */
            attempts: number;
            body?: Record<string, never>;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            duration_ms: number | null;
            error: string | null;
            event: string;
            event_id: string;
            id: string;
            message: string | null;
            /** Format: date-time */
            next_at: string | null;
            record: string | null;
            /** @enum {unknown} */
            state: "waiting" | "sent" | "failed";
            /** Format: int64 */
            status: number | null;
            /** Format: date-time */
            tried_at: string | null;
        };
        WebhookEvent: {
            event: string;
            label: string;
        };
        WebhookMade: {
            delivery: string;
        };
        WhatIf: {
            /** Format: date */
            from: string;
            job: string | null;
            published: components["schemas"]["ScoreReplay"] | null;
            this: components["schemas"]["ScoreReplay"] | null;
            /** Format: date */
            to: string;
        };
        WhatsappLink: {
            activity: string | null;
            phone: string;
            url: string;
        };
        WhatsappLogged: {
            activity: string;
            again: boolean;
            authors: string[];
            chat_link: string | null;
            chat_link_name: string | null;
            /** Format: date-time */
            first_at: string;
            /** Format: date-time */
            last_at: string;
            /** Format: int64 */
            messages: number;
        };
        WhatsappPaste: {
            contact: string;
            text: string;
        };
        WrongField: {
            code: string;
            field: string;
            holder?: string;
            message: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
