/* The shapes that the server sends, as its OpenAPI document states them. Ids are decimal strings, money is integer
 * minor units, times are RFC 3339, rates are fractions, null means none. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface User {
    id: string;
    email: string;
    name: string | null;
    locale: string | null;
    theme: string | null;
    totp: boolean;
}

export type Role = "owner" | "marketer" | "sales" | "analyst" | "readonly";

export interface Site {
    id: string;
    name: string;
    slug: string;
    is_demo: boolean;
    locale: string;
    time_zone: string;
    currency: string;
    role: Role;
}

export interface Session {
    user: User;
    csrf: string;
    sites: Site[];
}

export interface Setup {
    needed: boolean;
    version: string;
    demo?: boolean; /* can this program fill a demonstration? */
}

export type FieldKind =
    | "text" | "prose" | "email" | "url" | "int" | "money" | "rate" | "bool" | "time" | "date" | "enum" | "ref" | "tags" | "json";

export interface Field {
    name: string;
    label: string;
    help?: string | null;
    kind: FieldKind;
    required: boolean;
    readonly: boolean;
    sortable: boolean;
    filterable: boolean;
    searchable: boolean;
    max?: number | null;
    min?: number | null;
    choices?: (string | { value: string; label: string })[] | null;
    choice_labels?: Record<string, string> | null;
    refers?: string | null;
    initial?: string | null;
    custom?: boolean;
}

export interface Model {
    name: string;
    table: string;
    label?: string;
    custom?: boolean;
    fields: Field[];
}

/* A record of any model: its fields by name, beside what every record has. */
export interface Row {
    id: string;
    version: number;
    created_at: string;
    changed_at: string;
    custom?: Record<string, Json> | null;
    [field: string]: Json | undefined;
}

export interface Page<T> {
    items: T[];
    next: string | null;
    count?: number | null;
    count_capped?: boolean;
}

export interface WrongField {
    field: string;
    code: string;
    message: string;
}

export interface Reason {
    code: string;
    message: string;
    have?: number | null;
    need?: number | null;
}

export interface AuditEntry {
    id: string;
    at: string;
    actor: string | null;
    actor_name?: string | null;
    origin: string;
    model: string;
    record: string | null;
    record_name?: string | null;
    action: string;
    diff: Record<string, Json> | null;
}

export interface TimelineItem {
    at: string;
    kind: string;
    title: string;
    detail: string | null;
    actor: string | null;
    url: string | null;
}

export interface ImportWarning {
    code: string;
    message: string;
    count: number;
    rows?: number[];
}

export interface ImportError {
    row: number;
    line: number;
    field: string | null;
    code: string;
    message: string;
}

export interface ColumnMap {
    to?: string;
    pattern?: string;
    split?: string;
}

export interface ImportMap {
    kind?: string;
    separator?: string;
    encoding?: string;
    time_zone?: string;
    on_duplicate?: "update" | "skip";
    columns: Record<string, ColumnMap>;
    constants?: Record<string, string>;
}

export type ImportState =
    | "draft" | "simulating" | "simulated" | "running" | "done" | "failed" | "undoing" | "undone";

export interface Import {
    id: string;
    kind: ImportKind;
    name: string;
    bytes: number;
    state: ImportState;
    shape: { separator: string; encoding: string };
    header: string[];
    sample: string[][];
    map: ImportMap;
    rows: number | null;
    rows_total_bytes?: number | null;
    bytes_done?: number | null;
    added?: number | null;
    changed?: number | null;
    same?: number | null;
    skipped?: number | null;
    failed?: number | null;
    warnings?: ImportWarning[];
    errors?: ImportError[];
    message?: string | null;
    created_at?: string;
}

export type ImportKind = "leads" | "deals" | "spend";

export interface ImportTarget {
    name: string;
    label: string;
    kind: FieldKind;
    formats?: string[] | null;
    required?: boolean;
}

export type ReportBy = "channel" | "landing_page" | "industry" | "month" | "campaign";

export interface ReportRow {
    channel?: string;
    key?: string;
    label?: string | null;
    reasons?: Record<string, Reason> | null;
    [column: string]: Json | Record<string, Reason> | undefined;
}

export interface ReportColumn {
    label: string;
    definition: string;
    sample_rule: string | null;
    unit: string;
}

export interface Anomaly {
    code: string;
    message: string;
    count: number;
    rows_url?: string | null;
}

export interface ChannelReport {
    rows: ReportRow[];
    totals: ReportRow;
    anomalies: Anomaly[];
    columns: Record<string, ReportColumn>;
    by: ReportBy;
    from: string | null;
    to: string | null;
    currency: string;
}

export interface Metric {
    key: string;
    label: string;
    unit: string;
    definition: string;
    sample_rule: string | null;
}

export interface MetricValue {
    value: number | null;
    have: number | null;
    need: number | null;
    reason: Reason | string | null;
    unit: string;
    series: { month: string; value: number | null }[];
}

export interface Progress {
    baseline: number | null;
    current: number | null;
    target: number | null;
    unit: string;
    progress: number | null;
    elapsed: number | null;
    pace: number | null;
    expected_now: number | null;
    days_left: number | null;
    days_total: number | null;
    on_track: boolean | null;
    reason: Reason | string | null;
    series: { date: string; value: number | null }[];
}

export interface Sums {
    leads: number | null;
    won: number | null;
    revenue_minor: number | null;
    spend_minor: number | null;
}

export interface Dashboard {
    funnel: { stage: string; label?: string; count: number }[];
    stages?: { from: string; to: string; rate: number | null }[] | null;
    channels: ReportRow[];
    goals: (Progress & { id: string; name: string })[];
    money: { month: string; spend_minor: number | null; revenue_minor: number | null; won: number | null }[];
    last30: Sums;
    before30: Sums;
    tasks: { code: string; message: string; url: string | null }[];
}

export interface Setting {
    key: string;
    label?: string;
    kind: string;
    min: number | null;
    max: number | null;
    initial: Json;
    unit: string | null;
    value: Json;
    help: string | null;
}

export interface Member {
    id: string;
    user_id?: string;
    name: string | null;
    email: string;
    role: Role;
    disabled_at?: string | null;
    created_at?: string;
    totp?: boolean;
}

export interface Token {
    id: string;
    name: string;
    scopes: string[];
    created_at: string;
    used_at: string | null;
    expires_at: string | null;
    revoked_at?: string | null;
    token?: string;
}

export interface OpenSession {
    id: string;
    created_at: string;
    seen_at: string;
    expires_at: string;
    agent: string | null;
    address: string | null;
    current?: boolean;
}

export interface Job {
    id: string;
    state: string;
    done?: number | null;
    total?: number | null;
    message?: string | null;
    site?: string | null;
}

export interface CommitteeMember {
    id: string;
    role: string | null;
    since_at?: string | null;
    left_at?: string | null;
    version?: number;
    contact: { id: string; name: string | null; email?: string | null; job_title?: string | null };
}

export interface Committee {
    items: CommitteeMember[];
    missing: string[];
}

export interface CustomField {
    id: string;
    model: string;
    name: string;
    label: string;
    kind: FieldKind;
    choices: string[] | null;
}
