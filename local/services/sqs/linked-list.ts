/** What an element of a `LinkedList` carries. An element is in one list at most. */
export interface Linked<T> {
  previous: T | undefined;
  next: T | undefined;
}

/** Elements in order, any of which can be taken out at once: queues shrink in the middle, and arrays or maps do not. */
export class LinkedList<T extends Linked<T>> {
  #head: T | undefined;
  #tail: T | undefined;

  get head(): T | undefined {
    return this.#head;
  }

  push(element: T): void {
    element.previous = this.#tail;
    element.next = undefined;
    if (this.#tail === undefined) this.#head = element;
    else this.#tail.next = element;
    this.#tail = element;
  }

  /** Takes out an element that is in this list. */
  remove(element: T): void {
    if (element.previous === undefined) this.#head = element.next;
    else element.previous.next = element.next;
    if (element.next === undefined) this.#tail = element.previous;
    else element.next.previous = element.previous;
    element.previous = undefined;
    element.next = undefined;
  }
}
