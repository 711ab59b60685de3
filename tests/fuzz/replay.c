/* replay.c -- run a fuzz target over its kept corpus, as an ordinary test.
 *
 * Each file of the folder is fed to the target once; what a fuzzer once found stays found. The empty
 * input is always tried. A folder that is missing or empty fails: a corpus that got lost is no success. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *folder, const char *name)
{
    char path[4096];
    uint8_t *data = NULL;
    long size = 0;
    FILE *f;
    int done = 0;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) || (size = ftell(f)) < 0)
        goto out;
    rewind(f);
    /* Exactly as long as the input, so that a sanitizer sees one byte too far. */
    data = malloc(size ? (size_t)size : 1);
    if (!data || fread(data, 1, (size_t)size, f) != (size_t)size)
        goto out;
    LLVMFuzzerTestOneInput(data, (size_t)size);
    done = 1;
out:
    if (!done)
        perror(path);
    free(data);
    if (f)
        fclose(f);
    return done;
}

int main(int argc, char **argv)
{
    DIR *dir = argc == 2 ? opendir(argv[1]) : NULL;
    const struct dirent *entry;
    int count = 0;

    if (!dir) {
        fprintf(stderr, "usage: %s CORPUS_FOLDER\n", argv[0]);
        return 2;
    }
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    while ((entry = readdir(dir))) {
        if (entry->d_name[0] == '.')
            continue;
        if (!replay(argv[1], entry->d_name))
            return 1;
        count++;
    }
    closedir(dir);
    printf("%d inputs of %s\n", count, argv[1]);
    return count ? 0 : 1;
}
