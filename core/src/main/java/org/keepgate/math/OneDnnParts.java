package org.keepgate.math;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_data_type_undef;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
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
 * Makes the parts of oneDNN's primitives, and pushes on {@code releases} how each one is freed.
 *
 * <p>Everything is made by the C interface and freed by name. The objects of the C++ interface are
 * freed by the garbage collector, and count against JavaCPP's limit of memory.
 */
final class OneDnnParts {
  private final dnnl_engine engine;
  private final dnnl_stream stream;
  private final Deque<Runnable> releases;

  OneDnnParts(dnnl_engine engine, dnnl_stream stream, Deque<Runnable> releases) {
    this.engine = engine;
    this.stream = stream;
    this.releases = releases;
  }

  /** Zeroed memory that is freed with the parts. */
  NativeMemory allocate(long bytes) {
    NativeMemory memory = new NativeMemory(bytes);
    releases.push(memory::free);
    return memory;
  }

  /** The layout of a matrix in memory; {@code type} is dnnl_f32 or dnnl_bf16. */
  dnnl_memory_desc layout(int type, long rows, long columns, long rowStride, long columnStride) {
    dnnl_memory_desc layout = new dnnl_memory_desc();
    check(
        dnnl_memory_desc_create_with_strides(
            layout, 2, new long[] {rows, columns}, type, new long[] {rowStride, columnStride}),
        "memory_desc_create_with_strides");
    releases.push(() -> dnnl_memory_desc_destroy(layout));
    return layout;
  }

  /** A layout that is left to the product's kernel. */
  dnnl_memory_desc anyLayout(int type, long rows, long columns) {
    dnnl_memory_desc layout = new dnnl_memory_desc();
    check(
        dnnl_memory_desc_create_with_tag(
            layout, 2, new long[] {rows, columns}, type, dnnl_format_tag_any),
        "memory_desc_create_with_tag");
    releases.push(() -> dnnl_memory_desc_destroy(layout));
    return layout;
  }

  /** Destination = (add ? destination : 0) + source × weights. */
  dnnl_primitive_desc matmulPlan(
      dnnl_memory_desc source,
      dnnl_memory_desc weights,
      dnnl_memory_desc destination,
      boolean add) {
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
            plan, engine, source, weights, null, destination, attributes),
        "matmul_primitive_desc_create");
    releases.push(() -> dnnl_primitive_desc_destroy(plan));
    return plan;
  }

  /** The layout that a product's kernel wants its weights in. */
  static dnnl_memory_desc weightsLayout(dnnl_primitive_desc plan) {
    return dnnl_primitive_desc_query_md(plan, dnnl_query_weights_md, 0);
  }

  /** A number of floats, filled up to whole tiles. */
  static long padded(int count, int tile) {
    return (count + tile - 1L) / tile * tile;
  }

  static long bytes(dnnl_memory_desc layout) {
    return dnnl_memory_desc_get_size(layout);
  }

  /** Name of the kernel that oneDNN has chosen for this processor and shape. */
  static String implementation(dnnl_primitive_desc plan) {
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

  /** Whether a kernel is one of oneDNN's reference loops, which are slower than its sgemm. */
  static boolean isReference(String implementation) {
    return implementation.contains("ref");
  }

  dnnl_memory memory(dnnl_memory_desc layout, Pointer handle) {
    dnnl_memory memory = new dnnl_memory();
    check(dnnl_memory_create(memory, layout, engine, handle), "memory_create");
    releases.push(() -> dnnl_memory_destroy(memory));
    return memory;
  }

  /** A call that copies from one memory to another. */
  OneDnnCall copy(
      dnnl_memory_desc fromLayout, dnnl_memory from, dnnl_memory_desc toLayout, dnnl_memory to) {
    dnnl_exec_arg_t arguments = arguments(2);
    arguments.position(0).arg(DNNL_ARG_FROM).memory(from);
    arguments.position(1).arg(DNNL_ARG_TO).memory(to);
    return call(reorderPlan(fromLayout, toLayout), 2, arguments);
  }

  /** A call of a product. */
  OneDnnCall product(
      dnnl_primitive_desc plan, dnnl_memory source, dnnl_memory weights, dnnl_memory destination) {
    dnnl_exec_arg_t arguments = arguments(3);
    arguments.position(0).arg(DNNL_ARG_SRC).memory(source);
    arguments.position(1).arg(DNNL_ARG_WEIGHTS).memory(weights);
    arguments.position(2).arg(DNNL_ARG_DST).memory(destination);
    return call(plan, 3, arguments);
  }

  private dnnl_exec_arg_t arguments(int count) {
    return new dnnl_exec_arg_t(
        allocate((long) count * Loader.sizeof(dnnl_exec_arg_t.class)).start());
  }

  private OneDnnCall call(dnnl_primitive_desc plan, int count, dnnl_exec_arg_t arguments) {
    dnnl_primitive primitive = new dnnl_primitive();
    check(dnnl_primitive_create(primitive, plan), "primitive_create");
    releases.push(() -> dnnl_primitive_destroy(primitive));
    arguments.position(0);
    return new OneDnnCall(primitive, stream, count, arguments);
  }

  private dnnl_primitive_desc reorderPlan(dnnl_memory_desc from, dnnl_memory_desc to) {
    dnnl_primitive_desc plan = new dnnl_primitive_desc();
    check(
        dnnl_reorder_primitive_desc_create(plan, from, engine, to, engine, null),
        "reorder_primitive_desc_create");
    releases.push(() -> dnnl_primitive_desc_destroy(plan));
    return plan;
  }
}
