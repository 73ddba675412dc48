/** What can be read and changed below the admin path. */
@NullMarked
package dev.weir.admin.resource;

import org.jspecify.annotations.NullMarked;
