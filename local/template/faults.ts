/** One reason why a template cannot be deployed here. */
export interface Fault {
  /** The stack's name. */
  readonly stack: string;
  /** What in the template: a logical id, `Parameters.Stage`, `Outputs.Url`. */
  readonly where: string;
  /** The construct's path, where the template tells: `Shop/Orders/Queue/Resource`. */
  readonly path?: string | undefined;
  readonly message: string;
}

/** A template asks for something that is wrong or not simulated. Nothing has been created. */
export class TemplateError extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
    super(`${count}, nothing was created\n${faults.map((fault) => `- ${describe(fault)}`).join('\n')}`);
    this.name = 'TemplateError';
    this.faults = faults;
  }
}

/** A resource that passed every check could not be created; those before it exist. */
export class CreationError extends Error {
  readonly logicalId: string;
  readonly path: string | undefined;

  constructor(logicalId: string, type: string, path: string | undefined, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${logicalId} (${path ?? type}): ${type} could not be created: ${reason}`, { cause });
    this.name = 'CreationError';
    this.logicalId = logicalId;
    this.path = path;
  }
}

function describe(fault: Fault): string {
  const place = fault.path === undefined ? fault.where : `${fault.where} (${fault.path})`;
  return `${fault.stack} ${place}: ${fault.message}`;
}
