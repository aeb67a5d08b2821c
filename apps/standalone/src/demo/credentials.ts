import { createHmac } from 'node:crypto';
import type { Login } from './api-client';

/**
 * Logins of the illustrative world. Passwords are derived from the first administrator's, which the
 * standalone app made up at its first start, so no two installations share one.
 */
export function derivedLogin(administrator: Login, username: string): Login {
  const mac = createHmac('sha256', administrator.password).update(`gmt-demo/${username}`);
  return { username, password: mac.digest('base64url').slice(0, 24) };
}

export function operatorName(member: string): string {
  return `operator.${member.toLowerCase()}`;
}

export const AUDITOR_NAME = 'auditor';
