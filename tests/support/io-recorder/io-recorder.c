/*
 * Records what a process does to the files of one folder, in order: LD_PRELOAD this, with IO_RECORDER_FOLDER and
 * IO_RECORDER_LOG set. A record is a struct `head`, the file's name, and the bytes written. It also counts malloc(),
 * which tells a statement that is parsed anew from one that only runs.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define FDS 1024
#define NAME 256

struct head {
  uint32_t op; /* C create, W write, T truncate, S sync of a file, D sync of the folder, U unlink, R rename */
  uint32_t name_length;
  uint64_t offset;
  uint64_t length;
  uint64_t mallocs;
};

extern void *__libc_malloc(size_t);
static atomic_ulong mallocs;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char names[FDS][NAME];
static char folder[NAME];
static int log_fd = -1;

void *malloc(size_t size) {
  atomic_fetch_add_explicit(&mallocs, 1, memory_order_relaxed);
  return __libc_malloc(size);
}

#define REAL(type, name, ...)                             \
  static type (*real)(__VA_ARGS__);                       \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static ssize_t log_write(const void *bytes, size_t length) {
  REAL(ssize_t, "write", int, const void *, size_t);
  return real(log_fd, bytes, length);
}

static int log_open(const char *path) {
  REAL(int, "open64", const char *, int, ...);
  return real(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

__attribute__((constructor)) static void start(void) {
  const char *wanted = getenv("IO_RECORDER_FOLDER"), *log = getenv("IO_RECORDER_LOG");
  if (!wanted || !log || strlen(wanted) >= NAME) return;
  strcpy(folder, wanted);
  log_fd = log_open(log);
}

static void record(uint32_t op, const char *name, uint64_t offset, const void *bytes, uint64_t length) {
  int saved = errno;
  struct head head = {op, (uint32_t)strlen(name), offset, length, mallocs};
  pthread_mutex_lock(&lock);
  if (log_write(&head, sizeof head) < 0 || log_write(name, head.name_length) < 0 || (bytes && log_write(bytes, length) < 0))
    abort();
  pthread_mutex_unlock(&lock);
  errno = saved;
}

/* The name below the folder; "." for the folder itself; 0 for what is elsewhere. */
static const char *below(const char *path) {
  size_t length = strlen(folder);
  if (log_fd < 0 || length == 0 || strncmp(path, folder, length) != 0) return 0;
  if (path[length] == 0) return ".";
  return path[length] == '/' ? path + length + 1 : 0;
}

static const char *name_of(int fd) { return fd >= 0 && fd < FDS && names[fd][0] ? names[fd] : 0; }

static int opened(int fd, const char *path, int existed, int flags) {
  const char *name = below(path);
  if (fd < 0 || fd >= FDS || !name || strlen(name) >= NAME) return fd;
  strcpy(names[fd], name);
  if (!existed) record('C', name, 0, 0, 0);
  else if (flags & O_TRUNC) record('T', name, 0, 0, 0);
  return fd;
}

#define OPEN(function, ...)                               \
  va_list more;                                           \
  va_start(more, flags);                                  \
  int mode = va_arg(more, int);                           \
  va_end(more);                                           \
  int existed = !below(path) || access(path, F_OK) == 0;  \
  return opened(function(__VA_ARGS__), path, existed, flags)

int open(const char *path, int flags, ...) {
  REAL(int, "open", const char *, int, ...);
  OPEN(real, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  REAL(int, "open64", const char *, int, ...);
  OPEN(real, path, flags, mode);
}
int openat(int at, const char *path, int flags, ...) {
  REAL(int, "openat", int, const char *, int, ...);
  OPEN(real, at, path, flags, mode);
}
int openat64(int at, const char *path, int flags, ...) {
  REAL(int, "openat64", int, const char *, int, ...);
  OPEN(real, at, path, flags, mode);
}
int close(int fd) {
  REAL(int, "close", int);
  if (fd >= 0 && fd < FDS) names[fd][0] = 0;
  return real(fd);
}

static ssize_t wrote(int fd, const void *bytes, ssize_t length, uint64_t offset) {
  const char *name = name_of(fd);
  if (name && length > 0) record('W', name, offset, bytes, (uint64_t)length);
  return length;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
  return wrote(fd, bytes, real(fd, bytes, length, offset), (uint64_t)offset);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
  return wrote(fd, bytes, real(fd, bytes, length, offset), (uint64_t)offset);
}
ssize_t write(int fd, const void *bytes, size_t length) {
  REAL(ssize_t, "write", int, const void *, size_t);
  uint64_t offset = name_of(fd) ? (uint64_t)lseek64(fd, 0, SEEK_CUR) : 0;
  return wrote(fd, bytes, real(fd, bytes, length), offset);
}

#define TRUNCATE(name_text, type)                         \
  REAL(int, name_text, int, type);                        \
  int result = real(fd, length);                          \
  const char *name = name_of(fd);                         \
  if (name && result == 0) record('T', name, (uint64_t)length, 0, 0); \
  return result

int ftruncate(int fd, off_t length) { TRUNCATE("ftruncate", off_t); }
int ftruncate64(int fd, off64_t length) { TRUNCATE("ftruncate64", off64_t); }

#define SYNC(name_text)                                   \
  REAL(int, name_text, int);                              \
  const char *name = name_of(fd);                         \
  int result = real(fd);                                  \
  if (name && result == 0) record(strcmp(name, ".") == 0 ? 'D' : 'S', name, 0, 0, 0); \
  return result

int fsync(int fd) { SYNC("fsync"); }
int fdatasync(int fd) { SYNC("fdatasync"); }

int unlink(const char *path) {
  REAL(int, "unlink", const char *);
  int result = real(path);
  if (result == 0 && below(path)) record('U', below(path), 0, 0, 0);
  return result;
}
int rename(const char *from, const char *to) {
  REAL(int, "rename", const char *, const char *);
  int result = real(from, to);
  if (result == 0 && below(from) && below(to)) record('R', below(from), 0, below(to), strlen(below(to)));
  return result;
}
