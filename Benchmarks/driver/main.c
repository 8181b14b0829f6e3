// driver latency CONTENDERS ROUNDS WARMUP    runs every contender once in each round, one after another
// driver load CONTENDERS SECONDS CLIENTS     runs each contender for SECONDS with CLIENTS at once
// driver many CONTENDERS COUNT CLIENTS       runs each contender COUNT times
// driver mixed CONTENDERS SECONDS CLIENTS    runs all contenders at once for SECONDS, with CLIENTS in all
//
// CONTENDERS is a file with a line for each contender, its fields separated by tabs: `process NAME PROGRAM ARGUMENT...` or
// `session NAME SOCKET REQUEST`. Several lines may have the same name. For each run, the driver prints the line
// `sample NAME NANOSECONDS AHEAD STAGE...`, where AHEAD is 1 for a session whose cell was built ahead. In all modes but latency,
// it also prints one `total NAME NANOSECONDS` for each line of CONTENDERS.
#define _GNU_SOURCE
#include "driver.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_CONTENDERS = 32, MOST_FIELDS = 128, MOST_CLIENTS = 1024 };

static struct contender contenders[MOST_CONTENDERS];
static int contender_count;

int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("driver: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    exit(1);
}

static void add_contender(char *line) {
    char **fields = calloc(MOST_FIELDS, sizeof *fields), *rest = line;
    int count = 0;
    for (char *field; (field = strsep(&rest, "\t"));) {
        if (count == MOST_FIELDS - 1) fail("a contender has more than %d fields", MOST_FIELDS);
        fields[count++] = field;
    }
    if (count < 3) fail("a contender has fewer than three fields: %s", line);
    if (contender_count == MOST_CONTENDERS) fail("more than %d contenders", MOST_CONTENDERS);
    struct contender *contender = &contenders[contender_count++];
    contender->name = fields[1];
    if (strcmp(fields[0], "session") == 0) {
        if (count != 4) fail("a session has a name, a socket and a request: %s", contender->name);
        contender->socket = fields[2];
        contender->request = fields[3];
    } else
        contender->arguments = fields + 2;
}

static void read_contenders(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) fail("cannot read %s", path);
    char line[8192];
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        if (line[0]) add_contender(strdup(line));
    }
    fclose(file);
}

static struct sample run(const struct contender *contender, struct connection *connection) {
    return contender->request ? run_session(connection, contender->request) : run_process(contender);
}

static void print_sample(const char *name, const struct sample *sample) {
    printf("sample\t%s\t%lld\t%d", name, (long long)sample->nanoseconds, sample->is_ahead);
    for (int index = 0; index < STAGES; index++) printf("\t%.4f", sample->stages[index]);
    putchar('\n');
}

/// The next pseudo-random number; the sequence is the same in every run: xorshift, by Marsaglia.
static unsigned next_number(unsigned *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/// Shuffles the contenders, so that none always follows the same one and pays for the work that one leaves behind.
static void shuffle(int *order, unsigned *state) {
    for (int index = contender_count - 1; index > 0; index--) {
        const int other = (int)(next_number(state) % (unsigned)(index + 1)), kept = order[index];
        order[index] = order[other];
        order[other] = kept;
    }
}

static void measure_latency(int rounds, int warm_up) {
    struct connection *connections[MOST_CONTENDERS] = {0};
    int order[MOST_CONTENDERS];
    unsigned state = 1;
    for (int index = 0; index < contender_count; index++) {
        order[index] = index;
        if (contenders[index].request) connections[index] = connect_to(contenders[index].socket);
    }
    for (int round = -warm_up; round < rounds; round++) {
        shuffle(order, &state);
        for (int index = 0; index < contender_count; index++) {
            const struct contender *contender = &contenders[order[index]];
            struct sample sample = run(contender, connections[order[index]]);
            if (round >= 0) print_sample(contender->name, &sample);
        }
    }
}

/// The state that parallel clients of one contender share.
struct crowd {
    const struct contender *contender;
    int64_t deadline;
    atomic_int left;
};

/// The lock for printing.
static pthread_mutex_t output = PTHREAD_MUTEX_INITIALIZER;

static void *work(void *argument) {
    struct crowd *crowd = argument;
    struct connection *connection = crowd->contender->request ? connect_to(crowd->contender->socket) : NULL;
    while (now() < crowd->deadline && atomic_fetch_sub(&crowd->left, 1) > 0) {
        struct sample sample = run(crowd->contender, connection);
        pthread_mutex_lock(&output);
        print_sample(crowd->contender->name, &sample);
        pthread_mutex_unlock(&output);
    }
    if (connection) close(connection->socket);
    free(connection);
    return NULL;
}

/// Runs `clients` threads and assigns them to `crowds` in turn.
static void measure_crowds(struct crowd *crowds, int crowd_count, double seconds, int clients) {
    pthread_t threads[MOST_CLIENTS];
    const int64_t start = now();
    for (int index = 0; index < crowd_count; index++) crowds[index].deadline = start + (int64_t)(seconds * 1e9);
    for (int client = 0; client < clients; client++)
        if (pthread_create(&threads[client], NULL, work, &crowds[client % crowd_count])) fail("cannot start a thread");
    for (int client = 0; client < clients; client++) pthread_join(threads[client], NULL);
    for (int index = 0; index < crowd_count; index++)
        printf("total\t%s\t%lld\n", crowds[index].contender->name, (long long)(now() - start));
}

/// - at_once: Whether the contenders share the clients, or run one after another with the machine to themselves.
static void measure_crowd(double seconds, int count, int clients, bool at_once) {
    if (clients < 1 || clients > MOST_CLIENTS) fail("from 1 to %d clients", MOST_CLIENTS);
    struct crowd crowds[MOST_CONTENDERS];
    for (int index = 0; index < contender_count; index++)
        crowds[index] = (struct crowd){.contender = &contenders[index], .left = count};
    if (at_once) return measure_crowds(crowds, contender_count, seconds, clients);
    for (int index = 0; index < contender_count; index++) measure_crowds(&crowds[index], 1, seconds, clients);
}

int main(int argc, char **argv) {
    if (argc != 5) fail("usage: driver latency|load|many|mixed CONTENDERS AMOUNT WARMUP|CLIENTS");
    read_contenders(argv[2]);
    const double amount = strtod(argv[3], NULL);
    const int other = (int)strtol(argv[4], NULL, 10);
    if (strcmp(argv[1], "latency") == 0)
        measure_latency((int)amount, other);
    else if (strcmp(argv[1], "load") == 0)
        measure_crowd(amount, 1 << 30, other, false);
    else if (strcmp(argv[1], "many") == 0)
        measure_crowd(1e9, (int)amount, other, false);
    else if (strcmp(argv[1], "mixed") == 0)
        measure_crowd(amount, 1 << 30, other, true);
    else
        fail("unknown measurement %s", argv[1]);
    return 0;
}
