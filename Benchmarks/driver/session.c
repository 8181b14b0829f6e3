// Runs sessions over the daemon's socket: one request on an open connection, one answer once nothing is left of the session.
#define _GNU_SOURCE
#include "driver.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

const char *const stage_names[STAGES] = {"queue_ms", "launch_ms", "set_up_ms", "run_ms", "collect_ms",
                                              "destroy_ms"};

struct connection *connect_to(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) fail("the path %s is too long for a socket", path);
    strcpy(address.sun_path, path);
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection) fail("out of memory");
    connection->socket = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection->socket < 0 || connect(connection->socket, (struct sockaddr *)&address, sizeof address))
        fail("cannot connect to %s: %s", path, strerror(errno));
    return connection;
}

static void send_request(const struct connection *connection, const char *body) {
    char request[4096];
    int size = snprintf(request, sizeof request,
                        "POST /v1/sessions?wait=60s HTTP/1.1\r\nHost: mayfly\r\nContent-Type: application/json\r\n"
                        "Content-Length: %zu\r\n\r\n%s",
                        strlen(body), body);
    if (size >= (int)sizeof request) fail("the request is too long: %s", body);
    if (send(connection->socket, request, (size_t)size, MSG_NOSIGNAL) != size) fail("send: %s", strerror(errno));
}

static void receive_more(struct connection *connection) {
    size_t room = sizeof connection->buffer - 1 - connection->filled;
    if (room == 0) fail("an answer is longer than %zu bytes", sizeof connection->buffer);
    ssize_t count = recv(connection->socket, connection->buffer + connection->filled, room, 0);
    if (count <= 0) fail("the daemon closed the connection: %s", count ? strerror(errno) : "end of file");
    connection->filled += (size_t)count;
    connection->buffer[connection->filled] = 0;
}

/// Receives one whole answer and returns its body. It has a Content-Length, as everything from the daemon except streams has.
static const char *receive_answer(struct connection *connection) {
    connection->filled = 0;
    char *end = NULL;
    do {
        receive_more(connection);
        end = memmem(connection->buffer, connection->filled, "\r\n\r\n", 4);
    } while (!end);
    char *body = end + 4;
    const char *length = strcasestr(connection->buffer, "\r\ncontent-length:");
    if (!length || length > end) fail("an answer without a length: %s", connection->buffer);
    size_t whole = (size_t)(body - connection->buffer) + strtoul(length + 17, NULL, 10);
    while (connection->filled < whole) receive_more(connection);
    if (strncmp(connection->buffer, "HTTP/1.1 200 ", 13) != 0) fail("the daemon answered: %s", connection->buffer);
    return body;
}

static double number(const char *body, const char *name) {
    char key[64];
    snprintf(key, sizeof key, "\"%s\":", name);
    const char *found = strstr(body, key);
    if (!found) return -1;
    char *end = NULL;
    double value = strtod(found + strlen(key), &end);
    return end == found + strlen(key) ? -1 : value;
}

static bool has(const char *body, const char *name, const char *value) {
    char text[128];
    snprintf(text, sizeof text, "\"%s\": %s", name, value);
    if (strstr(body, text)) return true;
    snprintf(text, sizeof text, "\"%s\":%s", name, value);
    return strstr(body, text) != NULL;
}

struct sample run_session(struct connection *connection, const char *request) {
    int64_t start = now();
    send_request(connection, request);
    const char *body = receive_answer(connection);
    struct sample sample = {.nanoseconds = now() - start};
    if (!has(body, "verdict", "\"ok\"") || !has(body, "destroyed", "true")) fail("a session went wrong: %s", body);
    for (int index = 0; index < STAGES; index++) sample.stages[index] = number(body, stage_names[index]);
    // Only a session in a cell that was built ahead has this control.
    sample.is_ahead = strstr(body, "\"built_ahead\"") != NULL;
    return sample;
}
