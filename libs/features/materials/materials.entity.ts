import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MomentColumn } from '#platform/database/columns';

@Entity('material')
export class MaterialEntity {
  @PrimaryColumn('text') readonly code: string;
  @Column('text') readonly name: string;
  @Column('text') readonly symbol: string;
  @MomentColumn({ name: 'listed_at' }) readonly listedAt: string;
}

@Entity('form')
export class FormEntity {
  @PrimaryColumn('text') readonly code: string;
  @Column('text') readonly material: string;
  @Column('text') readonly name: string;
  @Column('text', { name: 'contained_fraction' }) readonly containedFraction: string;
  @Column('text', { name: 'fraction_kind' })
  readonly fractionKind: 'stoichiometric' | 'grade' | 'mixture';
  /** Of a stoichiometric form; null for any other. */
  @Column('text', { nullable: true }) readonly formula: string | null;
  @Column('text', { name: 'hs_code' }) readonly hsCode: string;
  @MomentColumn({ name: 'listed_at' }) readonly listedAt: string;
}
