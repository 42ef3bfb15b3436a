/** The published JSON Schema as a check: undefined for a report that keeps the contract, else what breaks it. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import schema from '../analyzer/view/report.schema.json' with { type: 'json' };

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
const validate = ajv.compile(schema);

/** Checks what a reader of the JSON gets, so that members that vanish on the way count as missing. */
export function contractErrors(report: unknown): string | undefined {
  return validate(JSON.parse(JSON.stringify(report))) ? undefined : ajv.errorsText(validate.errors);
}

export { schema };
