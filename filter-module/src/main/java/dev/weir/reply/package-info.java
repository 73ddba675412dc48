/** The reply to a refused request: its status, header fields and body. Knows requests by what the API says of them. */
@NullMarked
package dev.weir.reply;

import org.jspecify.annotations.NullMarked;
