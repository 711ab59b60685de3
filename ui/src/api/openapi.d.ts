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
            /** Format: int64 */
            revenue_minor: number | null;
            state: string | null;
            tags: string[];
            tax_number: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        Activity: {
            account: string | null;
            /** Format: date-time */
            at: string | null;
            body: string | null;
            /** Format: date-time */
            readonly changed_at: string;
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
        Any: {
            [key: string]: unknown;
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
            /** Format: int64 */
            value: number | null;
            value_reason: string | null;
            /** Format: int64 */
            readonly version: number;
            win_rate: number | null;
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
        Campaign: {
            audience: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            channel: string | null;
            /** Format: date-time */
            readonly created_at: string;
            /** Format: date */
            ends_on: string | null;
            goal: string | null;
            readonly id: string;
            metric: string | null;
            name: string;
            notes: string | null;
            override_reason: string | null;
            plan: string;
            /** Format: date */
            starts_on: string | null;
            /** @enum {string|null} */
            state: "idea" | "ready" | "running" | "done" | "stopped" | null;
            utm_campaign: string | null;
            /** Format: int64 */
            readonly version: number;
        };
        Channel: {
            audience: string | null;
            /** Format: date-time */
            readonly changed_at: string;
            /** @enum {string|null} */
            cost_model: "per_click" | "per_month" | "per_lead" | "per_event" | "other" | null;
            /** Format: date-time */
            readonly created_at: string;
            /** Format: int64 */
            expected_cost_per_lead_minor: number | null;
            readonly id: string;
            /** @enum {string} */
            kind: "search" | "mail" | "site" | "paid" | "social" | "content" | "documents" | "podcast" | "live_events" | "customer_stories" | "fairs" | "print" | "telephone" | "direct_mail" | "referral" | "other";
            matches: string | null;
            name: string;
            offline: boolean;
            owner: string | null;
            plan: string;
            /** Format: int64 */
            readonly version: number;
            why: string | null;
        };
        ChannelReport: {
            anomalies: components["schemas"]["Anomaly"][];
            /** @enum {unknown} */
            by: "channel" | "landing_page" | "industry" | "month" | "campaign";
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
            readonly id: string;
            name: string;
            offers: string | null;
            plan: string;
            sales: string | null;
            /** Format: int64 */
            threat: number | null;
            /** Format: int64 */
            readonly version: number;
            /** Format: uri */
            website: string | null;
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
            phone: string | null;
            /** @enum {string|null} */
            seniority: "junior" | "specialist" | "manager" | "director" | "executive" | "owner" | null;
            tags: string[];
            tax_number: string | null;
            time_zone: string | null;
            /** Format: int64 */
            readonly version: number;
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
            funnel: components["schemas"]["StageCount"][];
            goals: components["schemas"]["Progress"][];
            last30: Record<string, never>;
            lifecycle: components["schemas"]["StageCount"][];
            money: components["schemas"]["MoneyMonth"][];
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
            reason: string | null;
            requirements: string | null;
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
            kind: "leads" | "deals" | "spend";
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
            separator: string | null;
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
            rows: number[];
        };
        Job: {
            /** Format: int64 */
            attempts: number;
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
        LegalBasis: {
            code: string;
            gdpr: string;
            label: string;
            lgpd: string;
            rd_station: string | null;
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
            /** Format: int64 */
            pending: number;
            /** Format: int64 */
            skipped: number;
            /** Format: int64 */
            subscribed: number;
            /** Format: int64 */
            unsubscribed: number;
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
            key: string;
            label: string;
            less_is_better: boolean;
            /** Format: int64 */
            need: number | null;
            sample_rule: string | null;
            unit: string;
        };
        Metrics: {
            metrics: components["schemas"]["Metric"][];
        };
        MetricValue: {
            channel: string | null;
            currency: string;
            /** Format: date */
            from: string | null;
            /** Format: int64 */
            have: number | null;
            key: string;
            /** Format: int64 */
            need: number | null;
            reason: components["schemas"]["Reason"] | null;
            series: components["schemas"]["MonthValue"][];
            /** Format: date */
            to: string | null;
            unit: string;
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
        Password: {
            password: string;
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
            kind: "access" | "erase";
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
            name: string;
            /** Format: date */
            starts_on: string | null;
            /** @enum {string|null} */
            state: "draft" | "published" | "archived" | null;
            summary: string | null;
            /** Format: int64 */
            readonly version: number;
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
            name?: string;
            on_track: boolean | null;
            pace: number | null;
            progress: number | null;
            reason: components["schemas"]["Reason"] | null;
            series: components["schemas"]["DateValue"][];
            target: number | null;
            unit: string;
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
        ReportRows: {
            items: Record<string, never>[];
            /** @enum {unknown} */
            kind: "contacts" | "deals" | "spend_lines";
            next: string | null;
        };
        Retention: {
            /** @enum {unknown} */
            by: "month" | "quarter";
            cohorts: components["schemas"]["RetentionCohort"][];
            currency: string;
            figures: components["schemas"]["RetentionFigures"];
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
        SellingChannel: {
            /** Format: date-time */
            readonly changed_at: string;
            /** Format: int64 */
            cost_to_serve_minor: number | null;
            /** Format: date-time */
            readonly created_at: string;
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
        SiteOpened: {
            job: string | null;
            site: components["schemas"]["Site"];
        };
        SpendLine: {
            /** Format: int64 */
            amount_minor: number;
            campaign: string | null;
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
        StageCount: {
            /** Format: int64 */
            count: number;
            label: string;
            stage: string;
        };
        StageRate: {
            from: string;
            rate: number | null;
            reason: components["schemas"]["Reason"] | null;
            to: string;
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
        WhatsappLink: {
            activity: string | null;
            phone: string;
            url: string;
        };
        WhatsappLogged: {
            activity: string;
            again: boolean;
            authors: string[];
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
