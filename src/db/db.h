/* db.h -- the relational port: records, ledgers and jobs live behind it.
 *
 * Two engines stand behind one set of calls: SQLite (one file, no server, the default) and PostgreSQL
 * (where one machine is not enough). Floors above write SQL in .sql files, named; tools/sqlpack turns
 * them into struct db_query constants with a text for each engine. Text is never pasted together, but for
 * the generators of model/ and rules/, which take identifiers from tables only and bind every value.
 *
 * What the port promises on both engines:
 *  - A committed transaction is on disk (SQLite: WAL with synchronous=FULL; PostgreSQL: its default).
 *  - A writing transaction sees no other writer's half-done work and is serializable in effect: SQLite has
 *    one writer at a time; PostgreSQL runs at repeatable read and db_write() retries what it refuses.
 *  - Readers never wait for the writer.
 *  - ":site" is bound from the ctx, never by a caller; a statement that names :site on a ctx without a site
 *    is a bug (must).
 *  - ":now" is bound from the ctx's clock unless the caller binds it.
 *  - Integers are int64 (boolean is 0/1), NIL binds and reads as NULL; text is UTF-8 without NUL; real is double.
 *
 * Ownership: a pool belongs to the process. A struct db is borrowed for one errand. Column text lives until the
 *            next step; copy what you keep with db_text_dup().
 * Errors:    ERR_BUSY "db.away" (server not reachable), "db.busy" (no connection free in time);
 *            ERR_CONFLICT "db.unique" (a unique index refused; db_conflict() names it);
 *            ERR_INVALID "db.reference" (a foreign key refused), "db.check", "db.url";
 *            ERR_BROKEN "db.broken" (anything else, detail in the log), "db.full" (disk);
 *            ERR_LIMIT "base.memory".
 * Threads:   a pool: any. A struct db: the one that borrowed it.
 */
#ifndef PRACA_DB_DB_H
#define PRACA_DB_DB_H

#include "base/ctx.h"
#include "base/id.h"

enum db_engine { DB_SQLITE, DB_POSTGRES };
enum { DB_ENGINES = 2, DB_PARAMS_MAX = 64 };

/* Made by tools/sqlpack from a .sql file. The same name is the same parameter everywhere. */
struct db_query {
    const char *name;
    const char *text[DB_ENGINES]; /* ?1 and $1 */
    const char *const *params;    /* names in order, NULL-terminated */
};

struct db_pool;
struct db;
struct db_stmt;

struct db_options {
    const char *url; /* "sqlite:/path/file.db" or "postgres://..." */
    int readers;     /* connections for reading; 0: 4 */
    int writers;     /* PostgreSQL only; 0: 4 */
    int64_t wait_ms; /* how long borrow waits; 0: 5000 */
};

/* Opens one connection at once, so that a wrong address is known at the start. The pool outlives what is borrowed of it. */
MUST_USE enum err db_pool_open(struct ctx *cx, const struct db_options *o, struct db_pool **ret);
void db_pool_close(struct db_pool *p);
enum db_engine db_pool_engine(const struct db_pool *p);
enum db_engine db_engine_of(const struct db *db);
/* How many wait for a writing connection now. */
int db_pool_waiting(struct db_pool *p);

/* Much will be written from now on, in many short transactions: the writer gets a large cache, and its log may become longer
 * before it is copied back. Ends as often as it begins; the last end gives the memory back. Nothing on PostgreSQL. */
void db_bulk_begin(struct db_pool *p);
void db_bulk_end(struct db_pool *p);

/* One connection for reading, from now until db_return(). Reads see one snapshot per statement. */
MUST_USE enum err db_read(struct ctx *cx, struct db_pool *p, struct db **ret);
void db_return(struct db *db);
/* From now until db_return() all reads see one snapshot, and cost less for it. */
MUST_USE enum err db_snapshot(struct ctx *cx, struct db *db);

/* Run fn in one writing transaction and commit it; roll back when fn fails. May run fn again from its start
 * (serialization failure, deadlock), after resetting the arena and the fault to where they were, so fn must only
 * change what is in the database and its own *arg results. */
typedef enum err db_work(struct ctx *cx, struct db *db, void *arg);
MUST_USE enum err db_write(struct ctx *cx, struct db_pool *p, db_work *fn, void *arg);
/* The same, but the commit does not wait for the disk: others see it at once, and a crash of the machine may take the last
 * ones back, newest first, never a part of one. The next db_write() brings them to disk, nearly all before it holds the writer
 * (PostgreSQL: within a second). For batches that tell how far they came, and whose end is told by a db_write(). */
MUST_USE enum err db_write_soon(struct ctx *cx, struct db_pool *p, db_work *fn, void *arg);
/* True inside db_write(). */
bool db_is_writing(const struct db *db);
/* A savepoint inside db_write(): what fn did is undone when it fails, and the transaction goes on. */
MUST_USE enum err db_try(struct ctx *cx, struct db *db, db_work *fn, void *arg);

/* Statements are prepared once per connection and query (keyed by its address) and reset by db_done(). */
MUST_USE enum err db_begin(struct ctx *cx, struct db *db, const struct db_query *q,
                           struct db_stmt **ret);
/* Prepare and forget: whether the engine knows what the query names. For tests over all queries. */
MUST_USE enum err db_prepare_check(struct ctx *cx, struct db *db, const struct db_query *q);
/* For generators: text for this connection's engine, parameters by number from 1, cached by text. */
MUST_USE enum err db_begin_text(struct ctx *cx, struct db *db, const char *text,
                                struct db_stmt **ret);
/* By name, or by number from 1. Text and bytes stay the caller's until db_done() or the next bind. A name that the query does not
 * have, and one that was left out, are told by db_step(). */
void db_bind_int(struct db_stmt *st, const char *name, int64_t v);      /* NIL binds NULL */
void db_bind_text(struct db_stmt *st, const char *name, const char *v); /* NULL binds NULL */
void db_bind_real(struct db_stmt *st, const char *name, double v);      /* NaN binds NULL */
void db_bind_blob(struct db_stmt *st, const char *name, const void *bytes, size_t n);
void db_bind_int_at(struct db_stmt *st, int n, int64_t v);
void db_bind_text_at(struct db_stmt *st, int n, const char *v);

/* After db_begin…(): db_step() says that there are no more rows once the statement has done about so many steps of the engine's
 * machine, a few for each row that it looks at; db_tired() then tells. For whoever knows a second way to an answer
 * when the first turns out long. SQLite alone; elsewhere a statement goes on to its end. */
void db_effort(struct db_stmt *st, int64_t steps);
bool db_tired(const struct db_stmt *st);

/* *ret_row: whether a row is there. May be called until it is false. */
MUST_USE enum err db_step(struct ctx *cx, struct db_stmt *st, bool *ret_row);
/* One step of a statement that gives no rows (or whose row is not wanted). */
MUST_USE enum err db_run(struct ctx *cx, struct db_stmt *st);
/* Of the row that db_step() found, columns from 0. Text and bytes are the statement's until its next step: db_text_dup() takes
 * text into the arena. */
int64_t db_int(const struct db_stmt *st, int column);      /* NULL reads as NIL */
double db_real(const struct db_stmt *st, int column);      /* NULL reads as NaN */
const char *db_text(const struct db_stmt *st, int column); /* NULL reads as NULL */
const char *db_text_dup(struct ctx *cx, const struct db_stmt *st, int column);
const void *db_blob(const struct db_stmt *st, int column, size_t *ret_n);
bool db_is_null(const struct db_stmt *st, int column);
int db_columns(const struct db_stmt *st);
const char *db_column_name(const struct db_stmt *st, int column);
int64_t db_changes(
    const struct db_stmt *st);    /* rows changed by the last run; not known in a pipeline */
void db_done(struct db_stmt *st); /* accepts NULL */
/* All rows that are left, each read into a struct of row_bytes by read(); *ret is an array in the arena. */
typedef void db_row_read(struct ctx *cx, const struct db_stmt *st, void *row);
MUST_USE enum err db_collect(struct ctx *cx, struct db_stmt *st, size_t row_bytes,
                             db_row_read *read, void *ret_rows, size_t *ret_n);
/* Back to the state after db_begin, to bind and run again. */
void db_again(struct db_stmt *st);

/* What is dear to make and outlives the errand (rules that were parsed) stays with the connection, as its prepared
 * statements do, so that no lock is needed. The owner tells by a revision in the database whether it still holds. key: an
 * address of the owner's; number: one of many, a site. Things go with the connection, and the one asked for longest ago
 * when there are many. NULL: nothing is kept. */
void *db_kept(struct db *db, const void *key, int64_t number);
/* Takes thing over, also when it fails; one of the same name goes. */
MUST_USE enum err db_keep(struct ctx *cx, struct db *db, const void *key, int64_t number,
                          void *thing, void (*done)(void *));

/* Between these two, db_run() on PostgreSQL is sent without waiting for the answer (pipeline mode), and errors are
 * reported by db_flush(). On SQLite they do nothing. Only statements without wanted rows. */
MUST_USE enum err db_pipeline(struct ctx *cx, struct db *db);
MUST_USE enum err db_flush(struct ctx *cx, struct db *db);

/* The name of the unique index or constraint behind the last ERR_CONFLICT "db.unique"; on SQLite the columns
 * as "contacts.site, contacts.email". "" when unknown. */
const char *db_conflict(const struct db *db);

/* Forward-only migrations. Each runs in its own transaction under a lock that two processes respect, and is
 * recorded with its digest; a digest that changed is refused ("db.migration_changed"), a database
 * that is newer than the program too ("db.newer"). */
struct db_migration {
    int number; /* NNNN of its file */
    const char *name;
    const char *text[DB_ENGINES];
};
MUST_USE enum err db_migrate(struct ctx *cx, struct db_pool *p, const struct db_migration *all,
                             size_t n, int *ret_applied);
/* How many of them are not applied yet; refuses what db_migrate() refuses. The highest applied number does not tell: what was
 * written side by side may come with lower numbers than what is there. */
MUST_USE enum err db_migrations_missing(struct ctx *cx, struct db_pool *p,
                                        const struct db_migration *all, size_t n, size_t *ret);
/* The highest applied number; 0 for an empty database. */
MUST_USE enum err db_migrated_to(struct ctx *cx, struct db_pool *p, int *ret);

/* Much has changed in these tables (names from models, ended by NULL): count them anew, so that statements are planned
 * with what is there now. PostgreSQL does so by itself only a minute later, and until then may read a whole table
 * where an index would do. Nothing on SQLite. */
MUST_USE enum err db_count_anew(struct ctx *cx, struct db_pool *p, const char *const *tables);

/* What was deleted leaves the database's files, as far as it is ours to say. SQLite: the write-ahead log is copied back and cut to
 * nothing; with rewrite the file is written anew first, during which nobody else writes. PostgreSQL: VACUUM of these tables (names from
 * tables of ours, ended by NULL). ERR_BUSY "db.busy": somebody still reads what was before; try again later. */
MUST_USE enum err db_scrub(struct ctx *cx, struct db_pool *p, const char *const *tables,
                           bool rewrite);

/* A consistent copy of an embedded database into a new file, while others read and write.
 * ERR_INVALID "db.backup_engine" on PostgreSQL (use its own tools); ERR_CONFLICT "db.backup_exists". */
MUST_USE enum err db_backup(struct ctx *cx, struct db_pool *p, const char *to_file);

#endif
