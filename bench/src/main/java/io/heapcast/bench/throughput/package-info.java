/** What the topologies cost per record and per JVM, beside a consumer that only decodes. */
@NullMarked
package io.heapcast.bench.throughput;

import org.jspecify.annotations.NullMarked;
