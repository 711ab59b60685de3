/* journal.c -- any bytes as a journal's only segment: opened or refused; once opened, an append is read back as the last. */
#include "facts/journal.h"
#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char marker[] = "appended after";

/* The disk's sync would be all that is measured. */
static ssize_t quick_write(void *self, int fd, const void *bytes, size_t n, off_t at)
{
    (void)self;
    return pwrite(fd, bytes, n, at);
}

static int no_sync(void *self, int fd)
{
    (void)self;
    (void)fd;
    return 0;
}

static void segment_put(const char *dir, const uint8_t *data, size_t size)
{
    char path[96];
    int fd;

    (void)snprintf(path, sizeof(path), "%s/0000000001.log", dir);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    must(fd >= 0);
    must(write(fd, data, size) == (ssize_t)size);
    (void)close(fd);
}

/* Records go into a segment of their own at each start, so there may be any number. */
static void directory_remove(const char *dir)
{
    DIR *d = opendir(dir);

    must(d != NULL);
    for (const struct dirent *entry = readdir(d); entry; entry = readdir(d))
        if (entry->d_name[0] != '.')
            must(unlinkat(dirfd(d), entry->d_name, 0) == 0);
    (void)closedir(d);
    must(rmdir(dir) == 0);
}

static void read_to_marker(struct ctx *cx, struct journal *j)
{
    struct journal_reader *r = NULL;
    const void *bytes;
    size_t n, last_n = 0;
    char last[sizeof(marker)] = "";

    must(journal_reader_open(cx, j, 0, &r) == OK);
    for (;;) {
        must(journal_read(cx, r, &bytes, &n) == OK);
        if (!bytes)
            break;
        last_n = n;
        if (n == sizeof(marker))
            memcpy(last, bytes, n);
    }
    must(last_n == sizeof(marker) && memcmp(last, marker, sizeof(marker)) == 0);
    journal_reader_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    const char *tmp = getenv("TMPDIR");
    char dir[80];
    struct journal_disk disk = {quick_write, no_sync, NULL};
    struct journal_options o = {.dir = dir, .disk = &disk};
    struct ctx *cx = ctx_new(MIB(1), clock_system(), NULL);

    (void)snprintf(dir, sizeof(dir), "%s/praca-fuzz-XXXXXX", tmp ? tmp : "/tmp");
    must(mkdtemp(dir) != NULL);
    segment_put(dir, bytes, n);
    for (int round = 0; round < 2; round++) {
        struct journal *j = NULL;
        if (journal_open(cx, &o, &j) != OK)
            break;
        must(journal_append(cx, j, marker, sizeof(marker), NULL) == OK);
        read_to_marker(cx, j);
        journal_close(j);
    }
    directory_remove(dir);
    ctx_free(cx);
    return 0;
}
