/* SPDX-License-Identifier: MIT
 * A list. */
#include "drain_queue.h"

void drain_queue_init(struct drain_queue *queue)
{
    *queue = (struct drain_queue){ 0 };
    queue->last = &queue->first;
}

void queued_free(struct queued *item)
{
    strbuf_release(&item->body);
    free(item);
}

void drain_queue_release(struct drain_queue *queue)
{
    for (struct queued *item = drain_queue_pop(queue); item;
         item = drain_queue_pop(queue))
        queued_free(item);
}

bool drain_queue_has_room(const struct drain_queue *queue, size_t bytes)
{
    return queue->bytes + bytes <= QUEUE_BYTES;
}

void drain_queue_push(struct drain_queue *queue, const char *app, uint64_t expected,
                      int64_t kept, struct strbuf *body)
{
    struct queued *item = mem_zeroed(1, sizeof(*item));
    snprintf(item->app, sizeof(item->app), "%s", app);
    item->expected = expected;
    item->kept = kept;
    item->body = *body;
    strbuf_init(body, 0);
    *queue->last = item;
    queue->last = &item->next;
    queue->count++;
    queue->bytes += item->body.size;
}

struct queued *drain_queue_pop(struct drain_queue *queue)
{
    struct queued *item = queue->first;
    if (!item)
        return NULL;
    queue->first = item->next;
    if (!queue->first)
        queue->last = &queue->first;
    queue->count--;
    queue->bytes -= item->body.size;
    return item;
}
