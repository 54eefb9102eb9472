#include "CProcess.h"

#include <signal.h>
#include <stddef.h>
#include <sys/wait.h>

#if defined(__linux__)
#include <sys/prctl.h>
#endif

int tabletheory_die_with_parent(void) {
#if defined(__linux__)
  return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
#else
  return 1;
#endif
}

int tabletheory_ignores_signal(int signal) {
  struct sigaction action;
  return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

void tabletheory_reap_adopted(int leader) {
  for (;;) {
    siginfo_t child = {0};
    // A look first: waiting for the group would take the leader along.
    if (waitid(P_PGID, (id_t)leader, &child, WEXITED | WNOHANG | WNOWAIT) != 0) return;
    if (child.si_pid == 0 || child.si_pid == leader) return;
    if (waitpid(child.si_pid, NULL, WNOHANG) <= 0) return;
  }
}
