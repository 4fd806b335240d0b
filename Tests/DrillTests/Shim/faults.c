/* Faults for the drill: loaded with LD_PRELOAD into one program of Flyball, never linked into any.
 *
 * It counts the program's operations on its records (disk), on the plant's socket (plant) and on
 * the socket between loop and guard (link), writes each into a file before it is done, and at one
 * of them does what it was told to. Everything else goes through untouched.
 *
 *   DRILL_PROGRAM   base names of the programs; in all others nothing is counted
 *   DRILL_FOLDER    regular files below it are disk
 *   DRILL_GATE      counting begins once this file is there
 *   DRILL_TRACE     a line an operation: number, operation, where, name, bytes
 *   DRILL_WHERE     which are counted, of disk,plant,link; all if absent
 *   DRILL_ONLY      which are counted, such as fdatasync,fsync; all if absent
 *   DRILL_NAME      only operations on files whose name ends so
 *   DRILL_AT        the number at which something is done, from 1
 *   DRILL_DO        what is done:
 *     kill-before, kill-half (of a write), kill-after
 *     stop            SIGSTOP before it; somebody else has to continue the process
 *     fail-once E     it fails with the error number E
 *     fail-from E     it and all later ones fail with E
 *     full            no room from here on, until a file that ends in .reserve is removed
 *     clock S         CLOCK_REALTIME is S seconds later from here on
 *     room P          from here on P percent of the disk are free
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum deed { NOTHING, KILL_BEFORE, KILL_HALF, KILL_AFTER, STOP, FAIL_ONCE, FAIL_FROM, FULL, CLOCK, ROOM };

static bool is_on, is_open, is_full, is_failing;
static enum deed deed;
static long argument, target, count, room_percent = -1;
static long long clock_offset;
static int trace = -1;
static const char *folder, *gate, *where, *only, *name_end;

/* The function that the program would have called. */
#define NEXT(name) static __typeof__(&name) next; if (!next) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static bool contains_word(const char *list, const char *word) {
  if (!list) return true;
  size_t n = strlen(word);
  for (const char *at = list; (at = strstr(at, word)); at += n)
    if ((at == list || at[-1] == ',') && (at[n] == 0 || at[n] == ',')) return true;
  return false;
}

static bool ends_with(const char *text, const char *end) {
  size_t n = strlen(text), m = strlen(end);
  return n >= m && strcmp(text + n - m, end) == 0;
}

__attribute__((constructor)) static void begin(void) {
  const char *program = getenv("DRILL_PROGRAM");
  if (!program || !contains_word(program, program_invocation_short_name)) return;
  folder = getenv("DRILL_FOLDER");
  gate = getenv("DRILL_GATE");
  where = getenv("DRILL_WHERE");
  only = getenv("DRILL_ONLY");
  name_end = getenv("DRILL_NAME");
  const char *at = getenv("DRILL_AT"), *what = getenv("DRILL_DO"), *path = getenv("DRILL_TRACE");
  if (at) target = atol(at);
  if (what) {
    static const struct { const char *word; enum deed deed; } deeds[] = {
      {"kill-before", KILL_BEFORE}, {"kill-half", KILL_HALF}, {"kill-after", KILL_AFTER},
      {"stop", STOP}, {"fail-once", FAIL_ONCE}, {"fail-from", FAIL_FROM}, {"full", FULL},
      {"clock", CLOCK}, {"room", ROOM}};
    size_t length = strcspn(what, " ");
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
      if (strlen(deeds[i].word) == length && !strncmp(what, deeds[i].word, length))
        deed = deeds[i].deed;
    if (what[length]) argument = atol(what + length);
  }
  if (path) {
    int file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    /* Out of the way of the program's own numbers. */
    trace = file < 0 ? -1 : fcntl(file, F_DUPFD_CLOEXEC, 512);
    if (file >= 0) syscall(SYS_close, file);
  }
  is_on = folder != NULL;
}

/* Whether counting has begun. */
static bool has_begun(void) {
  if (!is_on) return false;
  if (!is_open) {
    if (gate && syscall(SYS_access, gate, F_OK) != 0) return false;
    is_open = true;
  }
  return true;
}

static void die(void) {
  syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
  for (;;) pause();
}

/* Where a descriptor leads; NULL if it is none of those that are counted. */
static const char *place_of(int file, char *name, size_t room) {
  struct stat status;
  if (file < 0 || file == trace || fstat(file, &status) != 0) return NULL;
  if (S_ISSOCK(status.st_mode)) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    if (syscall(SYS_getsockname, file, &address, &length) != 0) return NULL;
    snprintf(name, room, "%d", file);
    return address.ss_family == AF_UNIX ? "link" : address.ss_family == AF_INET || address.ss_family == AF_INET6 ? "plant" : NULL;
  }
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return NULL;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t n = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
  if (n <= 0) return NULL;
  path[n] = 0;
  if (strncmp(path, folder, strlen(folder)) != 0) return NULL;
  const char *slash = strrchr(path, '/');
  snprintf(name, room, "%s", slash ? slash + 1 : path);
  return "disk";
}

enum verdict { THROUGH, HALF, FAILS, DIES_AFTER };

/* Counts one operation; says what becomes of it. `writes` is true if it takes room on the disk. */
static enum verdict meet(const char *operation, const char *place, const char *name, long bytes, bool writes) {
  if (!place || !contains_word(where, place) || !contains_word(only, operation)) return THROUGH;
  if (name_end && !ends_with(name, name_end)) return THROUGH;
  int saved = errno;
  long number = __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST);
  if (trace >= 0) {
    char line[512];
    int n = snprintf(line, sizeof line, "%ld %s %s %.200s %ld\n", number, operation, place, name, bytes);
    syscall(SYS_write, trace, line, n);
  }
  errno = saved;
  if (number == target) {
    switch (deed) {
    case KILL_BEFORE: die();
    case KILL_HALF: return HALF;
    case KILL_AFTER: return DIES_AFTER;
    case STOP:
      /* At this thread, so that it does not run on until another one is told. */
      syscall(SYS_tgkill, syscall(SYS_getpid), syscall(SYS_gettid), SIGSTOP);
      return THROUGH;
    case FAIL_ONCE: return FAILS;
    case FAIL_FROM: is_failing = true; break;
    case FULL: is_full = true; break;
    case CLOCK: clock_offset = argument; break;
    case ROOM: room_percent = argument; break;
    default: break;
    }
  }
  if (is_failing) return FAILS;
  return is_full && writes ? FAILS : THROUGH;
}

static enum verdict meet_file(const char *operation, int file, long bytes, bool writes) {
  if (!has_begun()) return THROUGH;
  int saved = errno;
  char name[NAME_MAX + 1];
  const char *place = place_of(file, name, sizeof name);
  errno = saved;
  return meet(operation, place, name, bytes, writes);
}

static enum verdict meet_path(const char *operation, const char *path) {
  if (!has_begun() || !path || strncmp(path, folder, strlen(folder)) != 0) return THROUGH;
  const char *slash = strrchr(path, '/');
  return meet(operation, "disk", slash ? slash + 1 : path, 0, false);
}

static int refused(void) {
  errno = deed == FULL ? ENOSPC : (int)argument;
  return -1;
}

/* Ends an operation of which nothing can be done by half. */
#define WHOLE(met, call) do { \
  enum verdict seen = (met); \
  if (seen == FAILS) return refused(); \
  if (seen == HALF) die(); \
  if (seen != DIES_AFTER) return (call); \
  (void)(call); \
  die(); \
} while (0)

/* The same for one that moves bytes; `half` moves the first of them. */
#define MOVING(met, call, half) do { \
  enum verdict seen = (met); \
  if (seen == FAILS) return refused(); \
  if (seen == THROUGH) return (call); \
  if (seen == HALF) (void)(half); else (void)(call); \
  die(); \
} while (0)

ssize_t write(int file, const void *bytes, size_t n) {
  NEXT(write);
  MOVING(meet_file("write", file, n, true), next(file, bytes, n), next(file, bytes, n / 2));
  return -1;
}

ssize_t writev(int file, const struct iovec *parts, int n) {
  NEXT(writev);
  MOVING(meet_file("writev", file, n, true), next(file, parts, n), next(file, parts, n / 2));
  return -1;
}

ssize_t pwrite(int file, const void *bytes, size_t n, off_t at) {
  NEXT(pwrite);
  MOVING(meet_file("pwrite", file, n, true), next(file, bytes, n, at), next(file, bytes, n / 2, at));
  return -1;
}

ssize_t pwrite64(int file, const void *bytes, size_t n, off64_t at) {
  NEXT(pwrite64);
  MOVING(meet_file("pwrite", file, n, true), next(file, bytes, n, at), next(file, bytes, n / 2, at));
  return -1;
}

ssize_t read(int file, void *bytes, size_t n) {
  NEXT(read);
  WHOLE(meet_file("read", file, n, false), next(file, bytes, n));
  return -1;
}

ssize_t pread(int file, void *bytes, size_t n, off_t at) {
  NEXT(pread);
  WHOLE(meet_file("pread", file, n, false), next(file, bytes, n, at));
  return -1;
}

ssize_t pread64(int file, void *bytes, size_t n, off64_t at) {
  NEXT(pread64);
  WHOLE(meet_file("pread", file, n, false), next(file, bytes, n, at));
  return -1;
}

ssize_t send(int file, const void *bytes, size_t n, int flags) {
  NEXT(send);
  char name[24] = "send";
  /* A Modbus TCP request has its function in the eighth byte. */
  if (n > 7 && has_begun()) {
    char unused[NAME_MAX + 1];
    const char *place = place_of(file, unused, sizeof unused);
    const unsigned char *frame = bytes;
    /* The mailbox of a companion block: eleven registers at once, told from setpoints and beats. */
    if (place && !strcmp(place, "plant") && frame[7] == 16 && n > 11 && frame[11] == 11)
      snprintf(name, sizeof name, "send-mail");
    else if (place && !strcmp(place, "plant"))
      snprintf(name, sizeof name, "send-%d", frame[7]);
  }
  MOVING(meet_file(name, file, n, false), next(file, bytes, n, flags), next(file, bytes, n / 2, flags));
  return -1;
}

ssize_t recv(int file, void *bytes, size_t n, int flags) {
  NEXT(recv);
  WHOLE(meet_file(flags & MSG_PEEK ? "peek" : "recv", file, n, false), next(file, bytes, n, flags));
  return -1;
}

int fsync(int file) {
  NEXT(fsync);
  WHOLE(meet_file("fsync", file, 0, false), next(file));
  return -1;
}

int fdatasync(int file) {
  NEXT(fdatasync);
  WHOLE(meet_file("fdatasync", file, 0, false), next(file));
  return -1;
}

int ftruncate(int file, off_t n) {
  NEXT(ftruncate);
  WHOLE(meet_file("ftruncate", file, n, false), next(file, n));
  return -1;
}

int ftruncate64(int file, off64_t n) {
  NEXT(ftruncate64);
  WHOLE(meet_file("ftruncate", file, n, false), next(file, n));
  return -1;
}

int rename(const char *from, const char *to) {
  NEXT(rename);
  WHOLE(meet_path("rename", to), next(from, to));
  return -1;
}

int unlink(const char *path) {
  NEXT(unlink);
  if (is_full && ends_with(path, ".reserve")) is_full = false;
  WHOLE(meet_path("unlink", path), next(path));
  return -1;
}

static mode_t mode_of(int flags, va_list rest) {
  return flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
}

#define OPENING(...) \
  va_list rest; \
  va_start(rest, flags); \
  mode_t mode = mode_of(flags, rest); \
  va_end(rest); \
  WHOLE(meet_path("open", path), next(__VA_ARGS__, mode)); \
  return -1

int open(const char *path, int flags, ...) { NEXT(open); OPENING(path, flags); }
int open64(const char *path, int flags, ...) { NEXT(open64); OPENING(path, flags); }
int openat(int at, const char *path, int flags, ...) { NEXT(openat); OPENING(at, path, flags); }
int openat64(int at, const char *path, int flags, ...) { NEXT(openat64); OPENING(at, path, flags); }

int posix_fallocate(int file, off_t at, off_t n) {
  NEXT(posix_fallocate);
  enum verdict seen = meet_file("fallocate", file, n, true);
  if (seen == FAILS) return deed == FULL ? ENOSPC : (int)argument;
  if (seen == HALF) die();
  int result = next(file, at, n);
  if (seen == DIES_AFTER) die();
  return result;
}

int fstatvfs(int file, struct statvfs *status) {
  NEXT(fstatvfs);
  int result = next(file, status);
  if (result == 0 && room_percent >= 0) status->f_bavail = status->f_blocks * room_percent / 100;
  return result;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  NEXT(clock_gettime);
  int result = next(clock, time);
  if (result == 0 && clock == CLOCK_REALTIME) time->tv_sec += clock_offset;
  return result;
}
