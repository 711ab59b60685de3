/* The shapes that the server sends. Those of its OpenAPI document are written by `npm run types`; here are their names,
 * and what that document leaves open: records of any model, figures by column, maps of imports. Ids are decimal strings,
 * money is integer minor units, times are RFC 3339, rates are fractions, null means none. */
import type { components } from "./openapi";

type Schemas = components["schemas"];

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type User = Schemas["User"];
export type Role = NonNullable<Schemas["Member"]["role"]>;
export type Site = Schemas["Site"];
export type Session = Schemas["Session"];
export type Setup = Schemas["Setup"];
export type SiteOpened = Schemas["SiteOpened"];
export type Member = Schemas["Member"];
export type Token = Schemas["Token"];
export type OpenSession = Schemas["OpenSession"];
export type Totp = Schemas["Totp"];
export type Job = Omit<Schemas["Job"], "done" | "total"> & { done: number | null; total: number | null };
export type Health = Schemas["Health"];
export type IdentityValue = Schemas["IdentityValue"];
export type Family = Schemas["Family"];
export type Merge = Schemas["Merge"];
export type MergeDone = Omit<Schemas["MergeDone"], "record"> & { record: Row };
export type MergeUndone = Omit<Schemas["MergeUndone"], "record"> & { record: Row };
export type Duplicate = Omit<Schemas["Duplicate"], "one" | "other"> & { one: Row; other: Row };
export type DuplicateSearch = Schemas["DuplicateSearch"];
export type Bulk = Omit<Schemas["Bulk"], "sample"> & { sample?: (Omit<Schemas["BulkSample"], "diff"> & { diff: Record<string, Json> | null })[] };
export type View = Omit<Schemas["View"], "view"> & { view: Record<string, Json> };
export type Search = Schemas["Search"];
export type SearchHit = Schemas["SearchHit"];
export type WrongField = Schemas["WrongField"];
export type ImportWarning = Schemas["ImportWarning"];
export type ImportError = Schemas["ImportError"];
export type ImportState = Schemas["Import"]["state"];
export type ImportKind = Schemas["Import"]["kind"];
export type Anomaly = Schemas["Anomaly"];
export type ReportBy = Schemas["ChannelReport"]["by"];

export type FieldKind =
    | "text" | "prose" | "email" | "url" | "int" | "money" | "rate" | "bool" | "time" | "date" | "enum" | "ref" | "tags" | "json";

export type Field = Omit<Schemas["Field"], "kind" | "choice_labels"> & { kind: FieldKind; choice_labels: Record<string, string> };
export type Model = Omit<Schemas["Model"], "fields"> & { fields: Field[] };
export type CustomField = Omit<Schemas["CustomField"], "kind"> & { kind: FieldKind };
export type Delivery = Schemas["Delivery"];
export type DeliveryBody = Omit<Schemas["DeliveryBody"], "body"> & { body: Json };
export type SourceShape = Schemas["SourceShape"];
export type SourcePreview = Schemas["SourcePreview"];
export type ImportTarget = Omit<Schemas["ImportTarget"], "kind"> & { kind: FieldKind };
export type Setting = Omit<Schemas["Setting"], "value" | "initial"> & { value: Json; initial: Json };
export type AuditEntry = Omit<Schemas["AuditEntry"], "diff"> & { diff: Record<string, Json> | null };

export type RuleCount = Schemas["RuleCount"];
export type RuleField = Omit<Schemas["RuleField"], "kind"> & { kind: FieldKind };
export type RuleRecord = Omit<Schemas["RuleRecord"], "fields"> & { fields: RuleField[] };
export type RuleParam = Omit<Schemas["RuleParam"], "kind"> & { kind: FieldKind };
export type RuleCondition = Omit<Schemas["RuleCondition"], "params"> & { params: RuleParam[] };
export type RuleOperator = Schemas["RuleOperator"];
export type RuleSchema = Omit<Schemas["RuleSchema"], "records" | "related" | "conditions" | "json_schema"> & {
    records: RuleRecord[];
    related: RuleRecord[];
    conditions: RuleCondition[];
};

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

export interface Reason {
    code: string;
    message: string;
    have?: number | null;
    need?: number | null;
}

export interface TimelineItem {
    at: string;
    kind: string;
    title: string;
    detail: string | null;
    actor: string | null;
    url: string | null;
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
    numbers?: "pt-BR" | "en";
    on_duplicate?: "update" | "skip";
    columns: Record<string, ColumnMap | null>;
    constants?: Record<string, string>;
}

export type Import = Omit<Schemas["Import"], "map" | "sample"> & {
    map: ImportMap | null;
    sample: string[][];
};

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

export type ChannelReport = Omit<Schemas["ChannelReport"], "rows" | "totals" | "columns"> & {
    rows: ReportRow[];
    totals: ReportRow;
    columns: Record<string, ReportColumn>;
};

export interface ReportRows {
    kind: Schemas["ReportRows"]["kind"];
    items: Row[];
    next: string | null;
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
    gaps: { role: string; message: string }[];
}

