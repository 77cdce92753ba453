"""System calls and their numbers: name, number on x86_64, number on aarch64 (- where it has none).

Sources: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h of Linux.
"""

from __future__ import annotations

MACHINES = ("x86_64", "aarch64")

Numbers = dict[str, tuple[int | None, int | None]]


def _table(text: str) -> Numbers:
    """`read 0 63; open 2 -` → {"read": (0, 63), "open": (2, None)}."""
    rows = [row.split() for row in text.split(";")]
    return {name: (_number(intel), _number(arm)) for name, intel, arm in rows}


def _number(text: str) -> int | None:
    return None if text == "-" else int(text)


# Files and folders. Not symlink and mknod: what they make would lead out of the folder.
FILES = _table(
    """
    open 2 -; openat 257 56; creat 85 -; close 3 57; close_range 436 436; read 0 63; write 1 64;
    readv 19 65; writev 20 66; pread64 17 67; pwrite64 18 68; preadv 295 69; pwritev 296 70;
    preadv2 327 286; pwritev2 328 287; lseek 8 62; fstat 5 80; stat 4 -; lstat 6 -;
    newfstatat 262 79; statx 332 291; access 21 -; faccessat 269 48; faccessat2 439 439;
    statfs 137 43; fstatfs 138 44; getdents 78 -; getdents64 217 61; getcwd 79 17; chdir 80 49;
    fchdir 81 50; readlink 89 -; readlinkat 267 78; mkdir 83 -; mkdirat 258 34; rmdir 84 -;
    unlink 87 -; unlinkat 263 35; rename 82 -; renameat 264 38; renameat2 316 276;
    ftruncate 77 46; fallocate 285 47; flock 73 32; fsync 74 82; fdatasync 75 83;
    fadvise64 221 223; readahead 187 213; copy_file_range 326 285; sendfile 40 71;
    sync_file_range 277 84; umask 95 166; getxattr 191 8; lgetxattr 192 9; fgetxattr 193 10;
    listxattr 194 11; llistxattr 195 12; flistxattr 196 13
    """
)

# Pipes, waiting, and pairs of sockets, as asyncio uses them. Not socket, connect and bind.
DESCRIPTORS = _table(
    """
    dup 32 23; dup2 33 -; dup3 292 24; pipe 22 -; pipe2 293 59; poll 7 -; ppoll 271 73;
    select 23 -; pselect6 270 72; epoll_create 213 -; epoll_create1 291 20; epoll_ctl 233 21;
    epoll_wait 232 -; epoll_pwait 281 22; eventfd 284 -; eventfd2 290 19; socketpair 53 199;
    sendto 44 206; recvfrom 45 207; sendmsg 46 211; recvmsg 47 212; shutdown 48 210;
    getsockopt 55 209; setsockopt 54 208; getsockname 51 204; getpeername 52 205
    """
)

# Memory. Not memfd_create and shmget: what they give counts towards no limit of a process.
MEMORY = _table(
    """
    brk 12 214; mmap 9 222; munmap 11 215; mremap 25 216; mprotect 10 226; msync 26 227;
    mincore 27 232; madvise 28 233
    """
)

# Processes and threads. Not execve, setrlimit, ptrace and whatever changes an identity.
PROCESSES = _table(
    """
    fork 57 -; vfork 58 -; exit 60 93; exit_group 231 94; wait4 61 260; waitid 247 95;
    getpid 39 172; getppid 110 173; gettid 186 178; getpgrp 111 -; getpgid 121 155;
    setpgid 109 154; getsid 124 156; setsid 112 157; getuid 102 174; geteuid 107 175;
    getgid 104 176; getegid 108 177; getresuid 118 148; getresgid 120 150; getgroups 115 158;
    getrlimit 97 163; getrusage 98 165; getpriority 140 141; times 100 153; sysinfo 99 179;
    uname 63 160; sched_yield 24 124; sched_getaffinity 204 123; sched_getparam 143 121;
    sched_getscheduler 145 120; sched_get_priority_max 146 125; sched_get_priority_min 147 126;
    sched_rr_get_interval 148 127; getcpu 309 168; set_tid_address 218 96; set_robust_list 273 99;
    get_robust_list 274 100; futex 202 98; futex_waitv 449 449; membarrier 324 283; rseq 334 293;
    restart_syscall 219 128; arch_prctl 158 -; getrandom 318 278
    """
)

# Handling signals, and time. Sending signals is a matter of arguments.
SIGNALS_AND_TIME = _table(
    """
    rt_sigaction 13 134; rt_sigprocmask 14 135; rt_sigreturn 15 139; rt_sigpending 127 136;
    rt_sigtimedwait 128 137; rt_sigsuspend 130 133; sigaltstack 131 132; pause 34 -; alarm 37 -;
    getitimer 36 102; setitimer 38 103; nanosleep 35 101; clock_nanosleep 230 115;
    clock_gettime 228 113; clock_getres 229 114; gettimeofday 96 169; time 201 -;
    timer_create 222 107; timer_settime 223 110; timer_gettime 224 108; timer_getoverrun 225 109;
    timer_delete 226 111
    """
)

# Modes, owners and times of files by path: Landlock does not look at these.
OWNERS_AND_TIMES = _table(
    """
    chmod 90 -; fchmod 91 52; fchmodat 268 53; chown 92 -; lchown 94 -; fchown 93 55;
    fchownat 260 54; utime 132 -; utimes 235 -; utimensat 280 88; futimesat 261 -
    """
)

# Harmless where everything else is on another, read-only mount. (Semaphores need hard links.)
BY_PATH = _table("truncate 76 45; link 86 -; linkat 265 37")

# Allowed with some arguments only.
BY_ARGUMENT = _table(
    """
    clone 56 220; kill 62 129; tgkill 234 131; tkill 200 130; ioctl 16 29; fcntl 72 25;
    prctl 157 167; prlimit64 302 261
    """
)

# Newer variants, for which the C library has an older way once it hears that they do not exist.
UNKNOWN = _table(
    """
    clone3 435 435; openat2 437 437; fchmodat2 452 452; epoll_pwait2 441 441
    """
)

ALLOWED: Numbers = {**FILES, **DESCRIPTORS, **MEMORY, **PROCESSES, **SIGNALS_AND_TIME}
