/* embedded.c -- find a file that rides in the program.
 *
 * The tables are sorted when they are made, so a lookup halves them. */
#include <stdlib.h>
#include <string.h>

#include "app/embedded.h"

static int by_path(const void *path, const void *row)
{
    return strcmp(path, ((const struct asset *)row)->path);
}

const struct asset *embedded_find(const struct asset *files, size_t count, const char *path)
{
    return bsearch(path, files, count, sizeof(files[0]), by_path);
}
