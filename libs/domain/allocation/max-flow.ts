import { assert } from '../assert';

/** One direction of an edge; its counterpart carries what can be taken back. */
export interface Arc {
  readonly to: Node;
  /** Residual capacity. */
  left: bigint;
  readonly back: Arc;
}

export interface Node {
  readonly arcs: Arc[];
  /** Distance from the source in the last search, -1 when it cannot be reached. */
  depth: number;
  next: number;
}

/** Maximum flow by Dinic's blocking flows, exact on bigint capacities. */
export class FlowNetwork {
  private readonly nodes: Node[] = [];

  addNode(): Node {
    const node: Node = { arcs: [], depth: -1, next: 0 };
    this.nodes.push(node);
    return node;
  }

  /** Adds an edge and returns its forward arc; the flow on it is `arc.back.left`. */
  addEdge(from: Node, to: Node, capacity: bigint): Arc {
    assert(capacity >= 0n, 'a capacity is not negative');
    const forward: { to: Node; left: bigint; back?: Arc } = { to, left: capacity };
    const arc = forward as Arc;
    const back: Arc = { to: from, left: 0n, back: arc };
    forward.back = back;
    from.arcs.push(arc);
    to.arcs.push(back);
    return arc;
  }

  /** Pushes as much as possible, at most `limit`, on top of the flow there is; returns how much. */
  augment(source: Node, sink: Node, limit: bigint): bigint {
    let total = 0n;
    while (total < limit && this.search(source, sink)) {
      const pushed = push(source, sink, limit - total);
      if (pushed === 0n) break;
      total += pushed;
    }
    return total;
  }

  /** Marks what can be reached from the source in the residual network; true when the sink can. */
  search(source: Node, sink: Node): boolean {
    for (const node of this.nodes) {
      node.depth = -1;
      node.next = 0;
    }
    source.depth = 0;
    const queue = [source];
    for (const node of queue) {
      for (const arc of node.arcs) {
        if (arc.left === 0n || arc.to.depth !== -1) continue;
        arc.to.depth = node.depth + 1;
        if (arc.to === sink) return true;
        queue.push(arc.to);
      }
    }
    return false;
  }
}

/** A blocking flow along arcs that lead one step away from the source. */
function push(from: Node, sink: Node, most: bigint): bigint {
  if (from === sink) return most;
  let pushed = 0n;
  for (; from.next < from.arcs.length; from.next += 1) {
    const arc = from.arcs[from.next];
    if (arc === undefined || arc.left === 0n || arc.to.depth !== from.depth + 1) continue;
    const want = most - pushed;
    const got = push(arc.to, sink, want < arc.left ? want : arc.left);
    arc.left -= got;
    arc.back.left += got;
    pushed += got;
    // The arc may have room left: stay on it for the next push through this node.
    if (pushed === most) return pushed;
  }
  return pushed;
}
