#ifndef CPROCESS_H
#define CPROCESS_H

// What Swift cannot say of a process: prctl(2) has a variable number of arguments, and sigaction(2) and waitid(2) have
// unions that every platform names in its own way.

/// Lets the kernel kill this process (SIGKILL) when the one that started it is gone, also through an exec.
///
/// Returns 0, or -1 with errno; 1 where the platform has no such thing.
int tabletheory_die_with_parent(void);

/// Whether this process ignores a signal, as nohup(1) makes it do with SIGHUP.
int tabletheory_ignores_signal(int signal);

/// Waits for the children of this process that have ended and are in the process group of `leader`, without blocking.
///
/// They are those that it did not start itself: PID 1 of a container becomes the parent of all orphans. The leader is left
/// to whoever started it; the others come after it where it has ended too.
void tabletheory_reap_adopted(int leader);

#endif
