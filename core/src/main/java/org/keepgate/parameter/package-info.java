/** One flat {@code float[]} a network, with named views: layout, views and initialisers. */
@NullMarked
package org.keepgate.parameter;

import org.jspecify.annotations.NullMarked;
