import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { DomainError } from '#domain/errors';
import { checkForm } from '#domain/quantity/form';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { EventLog } from '#features/event-log/event-log';
import { FormEntity, MaterialEntity } from './materials.entity';
import type {
  EntryResponse,
  FormResponse,
  MaterialResponse,
  NewFormRequest,
  NewMaterialRequest,
  UsableFormsRequest,
} from './materials.dto';

/** What is counted, the forms it is traded in, and which of them each member can use. */
@Injectable()
export class MaterialsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
  ) {}

  /** Refuses `material-exists`. */
  list(ctx: CommandContext, request: NewMaterialRequest): Promise<EntryResponse> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const { code, name, symbol } = request;
      const inserted = await tx.query(
        `insert into material (code, name, symbol, listed_at) values ($1, $2, $3, $4)
         on conflict do nothing returning code`,
        [code, name, symbol, tx.now],
      );
      if (inserted.length === 0) {
        throw new DomainError('conflict', 'material-exists', `${code} is listed already.`);
      }
      const body = { material: { code, name, symbol } };
      return { entry: await this.log.append(tx, ctx, { kind: 'material-listed', body }) };
    });
  }

  /**
   * Refuses `material-unknown`, `form-exists`, `form-formula-mismatch`,
   * `fraction-not-stoichiometric` and what a formula is refused for.
   */
  listForm(ctx: CommandContext, material: string, form: NewFormRequest): Promise<EntryResponse> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const { symbol } = await this.materialOf(tx, material);
      const { code, name, containedFraction, fractionKind, hsCode, formula = null } = form;
      checkForm({ fractionKind, containedFraction, formula }, symbol);
      const inserted = await tx.query(
        `insert into form (code, material, name, contained_fraction, fraction_kind, hs_code,
           formula, listed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning code`,
        [code, material, name, containedFraction, fractionKind, hsCode, formula, tx.now],
      );
      if (inserted.length === 0) {
        throw new DomainError('conflict', 'form-exists', `The form ${code} is listed already.`);
      }
      const written = formula === null ? {} : { formula };
      const body = {
        form: { code, material, name, containedFraction, fractionKind, ...written, hsCode },
      };
      return { entry: await this.log.append(tx, ctx, { kind: 'form-listed', body }) };
    });
  }

  /** Replaces what a member can use. Refuses `member-unknown` and `form-unknown`. */
  verifyUsableForms(
    ctx: CommandContext,
    member: string,
    request: UsableFormsRequest,
  ): Promise<EntryResponse> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const forms = [...request.forms].sort();
      await this.requireForms(tx, forms);
      const known = await tx.query('select code from member where code = $1', [member]);
      if (known.length === 0) {
        throw new DomainError('not-found', 'member-unknown', 'No member has this code.');
      }
      await tx.query(
        `insert into usable_forms (id, member, forms, basis, verified_at)
         values ($1, $2, $3, $4, $5)`,
        [tx.newId(), member, forms, request.basis, tx.now],
      );
      const body = { member, forms, basis: request.basis };
      const entry = await this.log.append(tx, ctx, { kind: 'usable-forms-verified', body, member });
      return { entry };
    });
  }

  async all(): Promise<{ materials: MaterialResponse[] }> {
    const { manager } = this.dataSource;
    const materials = await manager.find(MaterialEntity, { order: { code: 'ASC' } });
    const forms = await manager.find(FormEntity, { order: { code: 'ASC' } });
    return {
      materials: materials.map(({ code, name, symbol }) => ({
        code,
        name,
        symbol,
        forms: forms.filter((form) => form.material === code).map(toFormResponse),
      })),
    };
  }

  /** The listed forms among these codes, by code. */
  async formsOf(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, FormEntity>> {
    const forms = await tx.manager.findBy(FormEntity, { code: In([...new Set(codes)]) });
    return new Map(forms.map((form) => [form.code, form]));
  }

  /** Which materials of some rows are listed, in one statement. */
  async known(
    tx: Tx,
    rows: readonly { readonly material: string }[],
  ): Promise<{ require(code: string): void }> {
    const codes = [...new Set(rows.map(({ material }) => material))];
    const found = await tx.query<{ code: string }>(
      'select code from material where code = any ($1)',
      [codes],
    );
    const listed = new Set(found.map(({ code }) => code));
    return {
      require: (code) => {
        if (!listed.has(code)) throw unknownMaterial();
      },
    };
  }

  /** Refuses `material-unknown`. */
  async requireMaterial(tx: Tx, code: string): Promise<void> {
    (await this.known(tx, [{ material: code }])).require(code);
  }

  private async materialOf(tx: Tx, code: string): Promise<MaterialEntity> {
    const material = await tx.manager.findOneBy(MaterialEntity, { code });
    if (material) return material;
    throw unknownMaterial();
  }

  private async requireForms(tx: Tx, codes: readonly string[]): Promise<void> {
    const rows = await tx.query<{ code: string }>('select code from form where code = any ($1)', [
      codes,
    ]);
    const missing = codes.filter((code) => !rows.some((row) => row.code === code));
    if (missing.length === 0) return;
    throw new DomainError('rule', 'form-unknown', `No form is called ${missing.join(', ')}.`, {
      pointer: '/forms',
      unknown: missing,
    });
  }
}

function unknownMaterial(): DomainError {
  return new DomainError('not-found', 'material-unknown', 'No material has this code.', {
    pointer: '/material',
  });
}

/** The form of this code; refuses `form-unknown`, also when it is of another material. */
export function formOf(
  forms: ReadonlyMap<string, FormEntity>,
  material: string,
  code: string,
): FormEntity {
  const form = forms.get(code);
  if (form?.material === material) return form;
  throw new DomainError('rule', 'form-unknown', `${code} is no listed form of ${material}.`, {
    pointer: '/form',
  });
}

function toFormResponse(form: FormEntity): FormResponse {
  const { code, name, containedFraction, fractionKind, formula, hsCode } = form;
  const written = formula === null ? {} : { formula };
  return { code, name, containedFraction, fractionKind, ...written, hsCode };
}
