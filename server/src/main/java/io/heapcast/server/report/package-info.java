/** How right alerts were, held against what happened. */
@NullMarked
package io.heapcast.server.report;

import org.jspecify.annotations.NullMarked;
