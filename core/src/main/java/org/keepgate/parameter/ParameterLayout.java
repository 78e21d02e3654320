package org.keepgate.parameter;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The one place that hands out offsets: which named matrix lives where in a network's flat {@code
 * float[]}. Gradient, optimizer moments, averages, broadcasts and checkpoints share the layout.
 */
public final class ParameterLayout implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Every view starts at a multiple of this many floats (64 bytes, a cache line and an AVX-512
   * register).
   */
  private static final int ALIGNMENT = 16;

  private final ArrayList<ParameterView> views;
  private final int size;

  private ParameterLayout(List<ParameterView> views, int size) {
    this.views = new ArrayList<>(views);
    this.size = size;
  }

  /** Starts an empty layout. */
  public static Builder builder() {
    return new Builder();
  }

  /** All views, in the order of their offsets. */
  public List<ParameterView> views() {
    return List.copyOf(views);
  }

  /** Length of the flat array; the few elements between aligned views stay zero. */
  public int size() {
    return size;
  }

  /** Number of trainable elements: the sizes of all views. */
  public long parameterCount() {
    return views.stream().mapToLong(ParameterView::size).sum();
  }

  /**
   * The view of this name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public ParameterView view(String name) {
    for (ParameterView view : views) {
      if (view.name().equals(name)) {
        return view;
      }
    }
    throw new IllegalArgumentException("no parameter is named " + name + "; there are " + views);
  }

  /** Names the element at an index of the flat array, such as {@code layers.0.forward.bias[3]}. */
  public String describe(int index) {
    for (ParameterView view : views) {
      int within = index - view.offset();
      if (within >= 0 && within < view.size()) {
        return view.name() + "[" + within + "]";
      }
    }
    return "padding[" + index + "]";
  }

  /** Collects views in the order in which they are asked for. */
  public static final class Builder {
    private final List<ParameterView> views = new ArrayList<>();
    private int next;

    private Builder() {}

    /** Names below {@code prefix.} for one part of the network. */
    public Scope scope(String prefix) {
      return new Scope(this, prefix);
    }

    /** Ends the layout. */
    public ParameterLayout build() {
      return new ParameterLayout(views, next);
    }

    private ParameterView add(
        String name, int rows, int columns, boolean columnMajor, boolean vector) {
      long end = (long) next + (long) rows * columns;
      long aligned = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      if (rows <= 0 || columns <= 0 || aligned > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "parameters "
                + name
                + " ["
                + rows
                + ", "
                + columns
                + "] do not fit a network of at most "
                + Integer.MAX_VALUE
                + " parameters: choose a smaller hiddenSize, embeddingSize or vocabulary");
      }
      ParameterView view = new ParameterView(name, next, rows, columns, columnMajor, vector);
      views.add(view);
      next = (int) aligned;
      return view;
    }
  }

  /** The names of one part of a network. */
  public static final class Scope {
    private final Builder builder;
    private final String prefix;

    private Scope(Builder builder, String prefix) {
      this.builder = builder;
      this.prefix = prefix;
    }

    /** Adds a matrix stored row after row. */
    public ParameterView matrix(String name, int rows, int columns) {
      return builder.add(prefix + "." + name, rows, columns, false, false);
    }

    /** Adds a matrix stored column after column; see {@link ParameterView}. */
    public ParameterView columnMajorMatrix(String name, int rows, int columns) {
      return builder.add(prefix + "." + name, rows, columns, true, false);
    }

    /** Adds a vector. */
    public ParameterView vector(String name, int length) {
      return builder.add(prefix + "." + name, 1, length, false, true);
    }
  }
}
