/* LD_PRELOAD: while the file IO_FAILS_WHEN exists, syncing a file whose path holds IO_FAILS_IN fails with EIO. */
/* Where that file is not empty it happens once, and the file is gone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fails(int fd) {
  const char *when = getenv("IO_FAILS_WHEN"), *in = getenv("IO_FAILS_IN");
  struct stat found;
  char link[64], path[PATH_MAX];
  if (!when || !in || stat(when, &found) != 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  if (!strstr(path, in)) return 0;
  if (found.st_size > 0) unlink(when);
  errno = EIO;
  return 1;
}

#define SYNC(name)                                        \
  int name(int fd) {                                      \
    static int (*real)(int);                              \
    if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, #name); \
    return fails(fd) ? -1 : real(fd);                     \
  }

SYNC(fsync)
SYNC(fdatasync)
