/* SPDX-License-Identifier: MIT
 * Runs a fuzz target over the files that are named, without a fuzzer. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LARGEST ((size_t)1024 * 1024)

int main(int argc, char **argv)
{
    uint8_t *data = malloc(LARGEST);
    int done = 0;
    for (int i = 1; data && i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (!file)
            continue;
        size_t size = fread(data, 1, LARGEST, file);
        (void)fclose(file);
        (void)LLVMFuzzerTestOneInput(data, size);
        done++;
    }
    free(data);
    printf("%d inputs replayed\n", done);
    return done == argc - 1 && done > 0 ? 0 : 1;
}
