/* visits.c -- two years of visits: how fast they are stored, what they weigh on disk before and after compaction, and how fast the
 * loader makes visits of facts.
 *
 *     bench_visits [EVENTS]
 */
#include "history.h"
#include "meter.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static double file_bytes(const char *path)
{
    struct stat s;

    return stat(path, &s) == 0 ? (double)s.st_size : 0;
}

int main(int argc, char **argv)
{
    struct history_options o = {.site = 7,
                                .events = argc > 1 ? strtoll(argv[1], NULL, 10) : 10000000,
                                .days = 730,
                                .end_ms = INT64_C(1763856000000),
                                .seed = 42};
    char dir[64] = "/var/tmp/praca-bench-XXXXXX", store_dir[96], file[128], command[128];
    struct store_duckdb_options so = {.dir = store_dir, .rest_after_ms = -1};
    struct ctx *cx = ctx_new(MIB(256), clock_system(), NULL);
    struct history_made made;
    struct fact_store *store;
    double start, cpu, before;

    must(mkdtemp(dir) != NULL);
    (void)snprintf(store_dir, sizeof(store_dir), "%s/store", dir);
    (void)snprintf(file, sizeof(file), "%s/facts.duckdb", store_dir);
    store = store_duckdb_new(&so);
    start = now_ms();
    cpu = cpu_ms();
    made = history_fill(cx, store, &o);
    (void)printf("history      %9" PRId64 " events %8" PRId64 " visits %8" PRId64
                 " visitors in %6.1f s, %6.1f s cpu\n",
                 made.events, made.visits, made.visitors, (now_ms() - start) / 1e3,
                 (cpu_ms() - cpu) / 1e3);
    store_rest(store);
    before = file_bytes(file);
    start = now_ms();
    cpu = cpu_ms();
    must(store_compact(cx, store) == OK);
    (void)printf("compaction   %6.1f MB to %6.1f MB in %5.1f s, %5.1f s cpu\n", before / 1e6,
                 file_bytes(file) / 1e6, (now_ms() - start) / 1e3, (cpu_ms() - cpu) / 1e3);
    (void)printf("on disk      %6.2f bytes an event (before compaction %.2f)\n",
                 file_bytes(file) / (double)made.events, before / (double)made.events);
    store_close(store);
    ctx_free(cx);
    if (argc > 2) {
        (void)printf("kept in %s\n", dir);
        return 0;
    }
    (void)snprintf(command, sizeof(command), "rm -rf '%s'", dir);
    return system(command) == 0 ? 0 : 1;
}
