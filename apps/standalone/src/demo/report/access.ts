import type { Login } from '../api-client';
import type { Output } from '../progress';
import { paint } from '../paint';
import type { Sessions } from '../sessions';
import { printHeading } from './sections';

const NAME_WIDTH = 18;

/** Where the API and its docs are, and one login per role. */
export function printAccess(output: Output, sessions: Sessions, member: string): void {
  const url = sessions.baseUrl.replace(/\/$/, '');
  const login = (role: string, { username, password }: Login): void =>
    output.line(
      `  ${role.padEnd(14)} ${username.padEnd(NAME_WIDTH)} ${paint(output, 'faint', password)}`,
    );
  printHeading(output, 'Look around');
  output.line(`  API            ${url}/v1`);
  output.line(`  documentation  ${url}/docs`);
  output.line(`  log            ${url}/log/checkpoint`);
  output.line(`  check it       npx gmt verify ${url}`);
  login('administrator', sessions.administrators[0]);
  login('administrator', sessions.administrators[1]);
  login('operator', sessions.operatorLogin(member));
  login('auditor', sessions.auditorLogin());
}
