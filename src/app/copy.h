/* copy.h -- files and folders carried to another place, with a list of what they were.
 *
 * The list is manifest.json: of each file its path, size and SHA-256. It is written last and by renaming, so a folder
 * with a list is whole, and one without is what a killed copy left behind.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_BROKEN "copy.write" (file, reason), "copy.read" (file, reason); ERR_NOTFOUND "copy.no_list" (dir);
 *            ERR_INVALID "copy.list" (dir), "copy.missing" (file), "copy.differs" (file), "copy.path" (file);
 *            ERR_CONFLICT "copy.not_empty" (dir); ERR_BUSY "copy.changes" (file).
 */
#ifndef PRACA_APP_COPY_H
#define PRACA_APP_COPY_H

#include "base/ctx.h"
#include "base/json.h"

#define COPY_LIST "manifest.json"

/* Makes the folder, 0700; one that is there must be empty. */
MUST_USE enum err copy_dir_make(struct ctx *cx, const char *dir);
/* Whether there is such a file. */
bool copy_is_there(const char *path);
/* from/name to to/name, 0600, on disk afterwards. A file that is not there is passed over. ret_hex may be NULL. */
MUST_USE enum err copy_file(struct ctx *cx, const char *from, const char *to, const char *name,
                            char *ret_hex);
/* All files of from/name but those that skip names (NULL-terminated). A folder that is not there is passed over. */
MUST_USE enum err copy_folder(struct ctx *cx, const char *from, const char *to, const char *name,
                              const char *const *skip);
/* Files that change together and belong to another process: copied again until they stood still meanwhile. */
MUST_USE enum err copy_still(struct ctx *cx, const char *from, const char *to,
                             const char *const *names);
/* Lists every file under dir. */
MUST_USE enum err copy_list_write(struct ctx *cx, const char *dir, const char *version,
                                  int64_t *ret_files, int64_t *ret_bytes);
MUST_USE enum err copy_list_read(struct ctx *cx, const char *dir, const struct json **ret);
/* Carries what the list names, and checks each sum on the way. */
MUST_USE enum err copy_by_list(struct ctx *cx, const char *from, const char *to,
                               const struct json *list);
/* The folder and all in it. */
MUST_USE enum err copy_remove(struct ctx *cx, const char *dir);

#endif
