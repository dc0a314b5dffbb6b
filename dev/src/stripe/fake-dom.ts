/** As much of a document as the browser script touches; for its tests, no browser being at hand. */
export class FakeNode {
  readonly style: Record<string, string> = {};
  readonly attributes: Record<string, string> = {};
  children: FakeNode[] = [];
  parentNode: FakeNode | null = null;
  textContent = "";
  value = "";
  selectionStart: number | null = null;
  private readonly handlers = new Map<string, ((event: object) => void)[]>();

  constructor(
    readonly tag: string,
    private readonly owner: FakeDocument,
  ) {}

  setAttribute(name: string, value: string): void {
    this.attributes[name] = value;
  }
  removeAttribute(name: string): void {
    delete this.attributes[name];
  }
  appendChild(child: FakeNode): void {
    this.children.push(child);
    child.parentNode = this;
  }
  removeChild(child: FakeNode): void {
    this.children = this.children.filter((node) => node !== child);
  }
  addEventListener(name: string, handler: (event: object) => void): void {
    this.handlers.set(name, [...(this.handlers.get(name) ?? []), handler]);
  }
  fire(name: string): void {
    for (const handler of this.handlers.get(name) ?? []) handler({ preventDefault: () => undefined });
  }
  focus(): void {
    this.owner.activeElement = this;
  }
  showModal(): void {
    this.attributes.open = "";
  }
  close(): void {
    delete this.attributes.open;
  }
  all(): FakeNode[] {
    return [this, ...this.children.flatMap((child) => child.all())];
  }
  find(test: (node: FakeNode) => boolean): FakeNode | undefined {
    return this.all().find(test);
  }
}

export class FakeDocument {
  readonly currentScript: { src: string };
  readonly documentElement = { lang: "" };
  readonly body: FakeNode;
  readonly head: FakeNode;
  activeElement: FakeNode | null = null;

  constructor(scriptUrl: string) {
    this.currentScript = { src: scriptUrl };
    this.body = new FakeNode("body", this);
    this.head = new FakeNode("head", this);
  }
  createElement(tag: string): FakeNode {
    return new FakeNode(tag, this);
  }
  /** Every selector finds the body: the script mounts into one place only. */
  querySelector(): FakeNode {
    return this.body;
  }
  querySelectorAll(): FakeNode[] {
    return [];
  }
  inputs(): FakeNode[] {
    return this.body.all().filter((node) => node.tag === "input");
  }
  /** Texts of the labels whose field exists. */
  labels(): string[] {
    const ids = new Set(this.inputs().map((input) => input.attributes.id));
    return this.body
      .all()
      .filter((node) => node.tag === "label" && ids.has(node.attributes.for))
      .map((node) => node.textContent);
  }
  dialog(): FakeNode | undefined {
    return this.body.find((node) => node.tag === "dialog");
  }
}
