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
        AccountScore: {
            engagement: components["schemas"]["PeopleScore"] | null;
            fit: components["schemas"]["PeopleScore"] | null;
            grade: string | null;
            history: components["schemas"]["ScoreDay"][];
            meaning: string | null;
            more: boolean;
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
            what: "went" | "emptied" | "stayed" | "mentioned";
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
            /** Format: date-time */
            at?: string;
            campaign?: string | null;
            channel?: string | null;
            contact?: string;
            currency?: string | null;
            email?: string;
            event: string;
            id?: string;
            medium?: string | null;
            path?: string | null;
            source?: string | null;
            /** Format: int64 */
            value_minor?: number | null;
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
            kind: "leads" | "deals" | "spend";
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
        JobId: {
            job: string;
        };
        JobStarted: {
            job: string;
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
        MailDrop: {
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
        Queued: {
            job: string;
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
            state: "open" | "done" | "refused";
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
            label: string;
            /** Format: int64 */
            n: number;
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
