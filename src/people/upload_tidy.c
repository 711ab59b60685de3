/* upload_tidy.c -- see upload_tidy.h. Names of any other form are not ours and stay. */
#include "people/upload_tidy.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "people/import_jobs.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* How long a file of this name is kept; 0: it is none of ours. */
static int64_t kept_ms(const char *name)
{
    int64_t id;

    if (id_read(name, &id) || text_starts(name, "history-"))
        return DAYS_MS(UPLOAD_KEEP_DAYS);
    return text_starts(name, "upload-") ? DAYS_MS(UPLOAD_PART_KEEP_DAYS) : 0;
}

enum err upload_tidy(struct ctx *cx, const char *dir, int *ret_removed)
{
    DIR *d = opendir(dir);
    struct dirent *entry;
    int removed = 0;

    if (!d)
        return fail(cx, ERR_BROKEN, "import.uploads", NULL);
    while ((entry = readdir(d)) != NULL) {
        int64_t keep = kept_ms(entry->d_name);
        struct stat st;
        if (!keep || fstatat(dirfd(d), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (S_ISREG(st.st_mode) && (int64_t)st.st_mtime * 1000 + keep < ctx_now(cx))
            removed += unlinkat(dirfd(d), entry->d_name, 0) == 0;
    }
    (void)closedir(d);
    *ret_removed = removed;
    return OK;
}

static enum err tidy_run(struct ctx *cx, struct job_run *run)
{
    const struct import_home *home = run->app;
    int removed = 0;
    enum err e = upload_tidy(cx, home->uploads_dir, &removed);

    if (!e)
        run->result = arena_print(cx->arena, "{\"removed\":%d}", removed);
    return e;
}

const struct job_kind upload_tidy_job_kinds[] = {{"import.tidy", tidy_run, MINUTES_MS(1), 3}, {0}};
