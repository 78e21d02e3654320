package org.keepgate.math;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_data_type_undef;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_sum;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_impl_info_str;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;
import static org.keepgate.math.OneDnnGemm.check;

import java.util.Deque;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A row product as a matmul primitive of oneDNN: one number of rows, and a packed copy of W in the
 * layout that its kernel likes best.
 *
 * <p>Everything is made by the C interface and freed by name. The objects of the C++ interface are
 * freed by the garbage collector, and count against JavaCPP's limit of memory.
 */
final class OneDnnPackedProduct {
  private final dnnl_engine engine;
  private final dnnl_stream stream;
  private final Deque<Runnable> releases;
  private final Matrix a;
  private final Matrix c;
  private final String implementation;

  private final dnnl_primitive reorder;
  private final dnnl_exec_arg_t reorderArguments;
  private final int reorderCount = 2;
  private final dnnl_primitive matmul;
  private final dnnl_exec_arg_t matmulArguments;
  private final int matmulCount = 3;
  private final dnnl_memory source;
  private final dnnl_memory destination;
  private final Pointer aCursor;
  private final Pointer cCursor;

  /** Makes everything, and pushes on {@code releases} how each part is freed. */
  OneDnnPackedProduct(
      dnnl_engine engine,
      dnnl_stream stream,
      Deque<Runnable> releases,
      Matrix a,
      Matrix weights,
      boolean transposed,
      boolean add,
      Matrix c,
      int rows) {
    this.engine = engine;
    this.stream = stream;
    this.releases = releases;
    this.a = a;
    this.c = c;
    dnnl_memory_desc sourceLayout = layout(rows, a.columns(), a.stride(), 1);
    dnnl_memory_desc plainLayout =
        transposed
            ? layout(a.columns(), c.columns(), 1, weights.stride())
            : layout(a.columns(), c.columns(), weights.stride(), 1);
    dnnl_memory_desc destinationLayout = layout(rows, c.columns(), c.stride(), 1);
    dnnl_primitive_desc plan = plan(sourceLayout, destinationLayout, add);
    implementation = implementation(plan);
    dnnl_memory_desc packedLayout = dnnl_primitive_desc_query_md(plan, dnnl_query_weights_md, 0);
    matmul = primitive(plan);

    NativeMemory packedMemory = new NativeMemory(dnnl_memory_desc_get_size(packedLayout));
    releases.push(packedMemory::free);
    dnnl_memory packed = memory(packedLayout, packedMemory.start());
    dnnl_memory plain = memory(plainLayout, byteCursor(weights).position(bytes(weights, 0)));
    reorder = primitive(reorderPlan(plainLayout, packedLayout));
    reorderArguments = arguments(reorderCount);
    reorderArguments.position(0).arg(DNNL_ARG_FROM).memory(plain);
    reorderArguments.position(1).arg(DNNL_ARG_TO).memory(packed);
    reorderArguments.position(0);

    aCursor = byteCursor(a);
    cCursor = byteCursor(c);
    source = memory(sourceLayout, aCursor);
    destination = memory(destinationLayout, cCursor);
    matmulArguments = arguments(matmulCount);
    matmulArguments.position(0).arg(DNNL_ARG_SRC).memory(source);
    matmulArguments.position(1).arg(DNNL_ARG_WEIGHTS).memory(packed);
    matmulArguments.position(2).arg(DNNL_ARG_DST).memory(destination);
    matmulArguments.position(0);
  }

  /** Name of the kernel that oneDNN has chosen for this processor and shape. */
  String implementation() {
    return implementation;
  }

  /** Whether a kernel is one of oneDNN's reference loops, which are slower than its sgemm. */
  static boolean isReference(String implementation) {
    return implementation.contains("ref");
  }

  /** Copies W, as it is now, to the packed layout. */
  void pack() {
    check(
        dnnl_primitive_execute(reorder, stream, reorderCount, reorderArguments),
        "primitive_execute");
  }

  void run(int aRow, int cRow) {
    check(
        dnnl_memory_set_data_handle(source, aCursor.position(bytes(a, aRow))),
        "memory_set_data_handle");
    check(
        dnnl_memory_set_data_handle(destination, cCursor.position(bytes(c, cRow))),
        "memory_set_data_handle");
    check(
        dnnl_primitive_execute(matmul, stream, matmulCount, matmulArguments), "primitive_execute");
  }

  private static Pointer byteCursor(Matrix matrix) {
    return ((NativeBuffer) matrix.buffer()).byteCursor();
  }

  private static long bytes(Matrix matrix, int row) {
    return (long) matrix.rowOffset(row) * Float.BYTES;
  }

  private dnnl_memory_desc layout(long rows, long columns, long rowStride, long columnStride) {
    dnnl_memory_desc layout = new dnnl_memory_desc();
    check(
        dnnl_memory_desc_create_with_strides(
            layout, 2, new long[] {rows, columns}, dnnl_f32, new long[] {rowStride, columnStride}),
        "memory_desc_create_with_strides");
    releases.push(() -> dnnl_memory_desc_destroy(layout));
    return layout;
  }

  private dnnl_primitive_desc plan(
      dnnl_memory_desc sourceLayout, dnnl_memory_desc destinationLayout, boolean add) {
    dnnl_memory_desc anyLayout = new dnnl_memory_desc();
    check(
        dnnl_memory_desc_create_with_tag(
            anyLayout, 2, new long[] {a.columns(), c.columns()}, dnnl_f32, dnnl_format_tag_any),
        "memory_desc_create_with_tag");
    releases.push(() -> dnnl_memory_desc_destroy(anyLayout));
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    check(dnnl_primitive_attr_create(attributes), "primitive_attr_create");
    releases.push(() -> dnnl_primitive_attr_destroy(attributes));
    if (add) {
      dnnl_post_ops sum = new dnnl_post_ops();
      check(dnnl_post_ops_create(sum), "post_ops_create");
      releases.push(() -> dnnl_post_ops_destroy(sum));
      check(dnnl_post_ops_append_sum(sum, 1f, 0, dnnl_data_type_undef), "post_ops_append_sum");
      check(dnnl_primitive_attr_set_post_ops(attributes, sum), "primitive_attr_set_post_ops");
    }
    dnnl_primitive_desc plan = new dnnl_primitive_desc();
    check(
        dnnl_matmul_primitive_desc_create(
            plan, engine, sourceLayout, anyLayout, null, destinationLayout, attributes),
        "matmul_primitive_desc_create");
    releases.push(() -> dnnl_primitive_desc_destroy(plan));
    return plan;
  }

  private dnnl_primitive_desc reorderPlan(dnnl_memory_desc from, dnnl_memory_desc to) {
    dnnl_primitive_desc plan = new dnnl_primitive_desc();
    check(
        dnnl_reorder_primitive_desc_create(plan, from, engine, to, engine, null),
        "reorder_primitive_desc_create");
    releases.push(() -> dnnl_primitive_desc_destroy(plan));
    return plan;
  }

  private dnnl_primitive primitive(dnnl_primitive_desc plan) {
    dnnl_primitive primitive = new dnnl_primitive();
    check(dnnl_primitive_create(primitive, plan), "primitive_create");
    releases.push(() -> dnnl_primitive_destroy(primitive));
    return primitive;
  }

  private dnnl_memory memory(dnnl_memory_desc layout, Pointer handle) {
    dnnl_memory memory = new dnnl_memory();
    check(dnnl_memory_create(memory, layout, engine, handle), "memory_create");
    releases.push(() -> dnnl_memory_destroy(memory));
    return memory;
  }

  private dnnl_exec_arg_t arguments(int count) {
    NativeMemory memory = new NativeMemory((long) count * Loader.sizeof(dnnl_exec_arg_t.class));
    releases.push(memory::free);
    return new dnnl_exec_arg_t(memory.start());
  }

  private static String implementation(dnnl_primitive_desc plan) {
    NativeMemory result = new NativeMemory(Loader.sizeof(Pointer.class));
    try {
      PointerPointer<BytePointer> text = new PointerPointer<>(result.start());
      check(
          dnnl_primitive_desc_query(plan, dnnl_query_impl_info_str, 0, text),
          "primitive_desc_query");
      return text.get(BytePointer.class).getString();
    } finally {
      result.free();
    }
  }
}
