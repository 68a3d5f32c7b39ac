/** The columns of the export in its own order, as its record layout lists them. */
// prettier-ignore
export const COLUMNS: readonly string[] = (
  'row_dk row_ord evt_nk evt_sent_ts src_juris_dk dst_juris_dk spvn_track_dk case_nk ' +
  'rdr_case_nk dlv_nk dlv_ord_nk subm_name_tx subm_post_tx subm_role_dk subm_ref_tx ' +
  'subm_dial_tx subm_mailbox_tx rlsd_name_tx rlsd_post_tx rlsd_role_dk rlsd_ref_tx ' +
  'rlsd_dial_tx rlsd_mailbox_tx rlsd_rlsd_utc sndr_case_tx person_hub_person_tx ' +
  'person_family_tx person_given_tx person_middle_tx person_gener_tx person_aka_qty ' +
  'person_birth_ymd person_alt_birth_qty person_alt_birth_1 person_alt_birth_2 ' +
  'person_alt_birth_3 person_alt_birth_4 person_alt_birth_5 person_sex_dk person_race_dk ' +
  'person_ethnicity_dk person_ht_ftin_tx person_wt_lb_cnt person_eye_color_dk ' +
  'person_hair_color_dk person_bodymark_qty person_fbi_number_tx person_sid_qty ' +
  'person_ssn_qty person_ssn_1 person_ssn_2 person_ssn_3 person_ssn_4 person_ssn_5 ' +
  'person_xref_qty person_citizen_qty person_citizen_1 person_citizen_2 person_citizen_3 ' +
  'person_immigration_status_dk person_gang_known_tf person_gang_set_tx person_dwelling_qty ' +
  'person_jobhist_qty person_dial_qty person_mailbox_qty person_mailbox_1 person_mailbox_2 ' +
  'person_mailbox_3 person_mailbox_4 person_mailbox_5 person_alert_qty person_alert_1 ' +
  'person_alert_2 person_alert_3 person_alert_4 person_alert_5 person_alert_6 spvn_type_dk ' +
  'spvn_term_qty spvn_deferred_sentence_tf spvn_incarcerated_tf spvn_planned_release_ymd ' +
  'reason_dk expl_narr event_cls_dk event_event_ymd intended_departure_ymd newhome_cls_dk ' +
  'newhome_street_1_tx newhome_street_2_tx newhome_place_tx newhome_cnty_tx ' +
  'newhome_juris_dk newhome_zip5_tx newhome_zip4_tx newhome_begin_ymd newhome_finish_ymd ' +
  'newhome_intent_dk newhome_primary_tf newhome_dial_tx cohab_qty proof_residence_narr ' +
  'spons_family_tx spons_given_tx spons_middle_tx spons_gener_tx spons_relationship_dk ' +
  'spons_dial_tx spons_street_1_tx spons_street_2_tx spons_place_tx spons_cnty_tx ' +
  'spons_juris_dk spons_zip5_tx spons_zip4_tx spons_resident_since_ymd spons_willing_tf ' +
  'spons_able_tf milit_branch_dk milit_order_number_tx milit_issued_ymd milit_report_ymd ' +
  'milit_installation_tx milit_serving_member_tx emplr_emplr_tx emplr_issued_ymd ' +
  'emplr_position_tx emplr_start_ymd emplr_street_1_tx emplr_street_2_tx emplr_place_tx ' +
  'emplr_cnty_tx emplr_juris_dk emplr_zip5_tx emplr_zip4_tx emplr_transferred_member_tx ' +
  'vetref_facil_tx vetref_issued_ymd vetref_ref_tx vetref_street_1_tx vetref_street_2_tx ' +
  'vetref_place_tx vetref_cnty_tx vetref_juris_dk vetref_zip5_tx vetref_zip4_tx ' +
  'permit_issued_tf permit_issued_ymd permit_expires_ymd charge_qty charge_descr_tx ' +
  'charge_ncic_cls_tx charge_statute_tx charge_degree_dk charge_venue_1 charge_venue_2 ' +
  'charge_venue_3 charge_venue_4 charge_venue_5 charge_docket_tx charge_offense_ymd ' +
  'charge_sentence_ymd charge_sentence_narr charge_this_case_tf charge_charge_reduced_tf ' +
  'charge_regis_reqd_tf charge_misd_crit_1 charge_misd_crit_2 charge_misd_crit_3 ' +
  'charge_misd_crit_4 charge_narrative_narr offense_summary_narr cond_qty regis_reqd_tf ' +
  'sexoff_narrative_narr sexoff_nocontact_qty sexoff_victims_qty sexoff_regis_status_dk ' +
  'sexoff_regis_juris_dk sexoff_regis_nbr_tx sexoff_regis_registered_ymd ' +
  'sexoff_assessment_narr sexoff_treatment_plan_narr docmt_qty remark_narr hub_json ' +
  'decision_dk instr_report_ymd instr_report_time_clk instr_ofc_name_tx ' +
  'instr_ofc_street_1_tx instr_ofc_street_2_tx instr_ofc_place_tx instr_ofc_cnty_tx ' +
  'instr_ofc_juris_dk instr_ofc_zip5_tx instr_ofc_zip4_tx instr_ofc_dial_tx ' +
  'instr_agent_name_tx instr_agent_post_tx instr_agent_dial_tx instr_agent_mailbox_tx ' +
  'instr_instructions_narr deny_rsn_qty deny_rsn_1 deny_rsn_2 deny_rsn_3 deny_rsn_4 ' +
  'deny_rsn_5 denial_explanation_narr request_dk transfer_reason_dk justification_narr ' +
  'substantial_compliance_tf reporting_instructions_granted_tf means_cls_dk ' +
  'means_descr_narr means_wage_emplr_tx means_wage_occup_tx means_wage_street_1_tx ' +
  'means_wage_street_2_tx means_wage_place_tx means_wage_cnty_tx means_wage_juris_dk ' +
  'means_wage_zip5_tx means_wage_zip4_tx means_wage_dial_tx means_wage_begin_ymd ' +
  'means_wage_finish_ymd offense_narrative_narr protord_qty supervision_history_narr ' +
  'discipline_history_narr mental_health_history_narr debt_qty applic_signed_ymd ' +
  'applic_extradition_waived_tf applic_amount_usd applic_status_dk condrej_qty ' +
  'invst_name_tx invst_post_tx invst_dial_tx invst_mailbox_tx investigation_report_narr ' +
  'reject_rsn_qty rejection_explanation_narr direction_dk departure_ymd ' +
  'expected_arrival_ymd report_ymd dest_street_1_tx dest_street_2_tx dest_place_tx ' +
  'dest_cnty_tx dest_juris_dk dest_zip5_tx dest_zip4_tx subsequent_state_dk ' +
  'method_travel_dk arrival_ymd agent_name_tx agent_post_tx agent_dial_tx agent_mailbox_tx ' +
  'nowhome_cls_dk nowhome_street_1_tx nowhome_street_2_tx nowhome_place_tx nowhome_cnty_tx ' +
  'nowhome_juris_dk nowhome_zip5_tx nowhome_zip4_tx nowhome_begin_ymd nowhome_finish_ymd ' +
  'nowhome_intent_dk nowhome_primary_tf nowhome_dial_tx dial_tx job_emplr_tx job_occup_tx ' +
  'job_street_1_tx job_street_2_tx job_place_tx job_cnty_tx job_juris_dk job_zip5_tx ' +
  'job_zip4_tx job_dial_tx job_begin_ymd job_finish_ymd efforts_narr last_contact_ymd ' +
  'lastknown_street_1_tx lastknown_street_2_tx lastknown_place_tx lastknown_cnty_tx ' +
  'lastknown_juris_dk lastknown_zip5_tx lastknown_zip4_tx last_known_phone_tx reasons_qty ' +
  'reasons_1 reasons_2 reasons_3 reasons_4 reasons_5 reasons_6 requested_tf period_from_ymd ' +
  'period_to_ymd mailbox_tx summary_narr condstat_qty pgm_qty responses_qty arrest_qty ' +
  'arrest_event_ymd arrest_charge_tx arrest_degree_dk arrest_agency_tx ' +
  'arrest_disposition_tx convict_qty convict_event_ymd convict_offense_tx convict_degree_dk ' +
  'convict_sentence_narr recommendation_dk recommendation_explanation_narr dial_qty ' +
  'mailbox_qty mailbox_1 mailbox_2 mailbox_3 mailbox_4 mailbox_5 tolling_dk new_photo_tf ' +
  'effective_ymd violation_type_dk viol_qty viol_behavior_ymd viol_determined_ymd ' +
  'viol_descr_narr viol_condition_violated_narr viol_disposition_tx ' +
  'earlier_noncompliance_narr avail_status_dk avail_reason_dk avail_expected_ymd ' +
  'avail_expl_narr where_status_dk where_jail_facil_tx where_jail_street_1_tx ' +
  'where_jail_street_2_tx where_jail_place_tx where_jail_cnty_tx where_jail_juris_dk ' +
  'where_jail_zip5_tx where_jail_zip4_tx where_jail_since_ymd ' +
  'where_jail_expected_release_ymd where_jail_offense_tx where_street_1_tx ' +
  'where_street_2_tx where_place_tx where_cnty_tx where_juris_dk where_zip5_tx ' +
  'where_zip4_tx pcause_status_dk pcause_hearing_ymd pcause_report_ymd ' +
  'lastknown_last_known_phone_tx lastknown_lastjob_status_dk lastknown_lastjob_emplr_tx ' +
  'lastknown_lastjob_occup_tx lastknown_lastjob_street_1_tx lastknown_lastjob_street_2_tx ' +
  'lastknown_lastjob_place_tx lastknown_lastjob_cnty_tx lastknown_lastjob_juris_dk ' +
  'lastknown_lastjob_zip5_tx lastknown_lastjob_zip4_tx lastknown_lastjob_dial_tx ' +
  'lastknown_lastjob_begin_ymd lastknown_lastjob_finish_ymd lastknown_last_contact_ymd ' +
  'lastknown_search_qty newconv_event_ymd newconv_offense_tx newconv_degree_dk ' +
  'newconv_sentence_narr prior_activity_dk prior_id_tx prior_sent_by_dk action_dk ' +
  'action_begin_ymd estimated_completion_ymd wrnt_issued_ymd wrnt_issuer_tx wrnt_nbr_tx ' +
  'wrnt_ncic_number_tx wrnt_ncic_verified_ymd warrant_status_dk duty_dk ended_ymd ' +
  'intended_return_ymd residence_unknown_narr income_qty closure_reason_dk closure_ymd ' +
  'lastjob_status_dk lastjob_emplr_tx lastjob_occup_tx lastjob_street_1_tx ' +
  'lastjob_street_2_tx lastjob_place_tx lastjob_cnty_tx lastjob_juris_dk lastjob_zip5_tx ' +
  'lastjob_zip4_tx lastjob_dial_tx lastjob_begin_ymd lastjob_finish_ymd jail_facil_tx ' +
  'jail_street_1_tx jail_street_2_tx jail_place_tx jail_cnty_tx jail_juris_dk jail_zip5_tx ' +
  'jail_zip4_tx jail_since_ymd jail_expected_release_ymd jail_offense_tx death_ymd ' +
  'outcome_dk specialization_dk stmt_narr reply_requested_tf family_tx given_tx middle_tx ' +
  'gener_tx cls_dk location_tx descr_tx juris_dk nbr_tx scheme_tx value_tx street_1_tx ' +
  'street_2_tx place_tx cnty_tx zip5_tx zip4_tx begin_ymd finish_ymd intent_dk primary_tf ' +
  'emplr_tx occup_tx type_dk start_ymd end_ymd indefinite_tf name_tx relationship_tx ' +
  'age_cnt ref_tx imposed_by_dk sexoff_nocontact_item sex_dk statement_narr digest_tx ' +
  'fmt_dk byte_cnt dsname_tx protected_party_tx issued_by_tx expires_ymd terms_narr ' +
  'balance_usd payee_tx payee_street_1_tx payee_street_2_tx payee_place_tx payee_cnty_tx ' +
  'payee_juris_dk payee_zip5_tx payee_zip4_tx reject_rsn_item status_dk event_ymd ' +
  'descr_narr outcome_narr result_narr wage_emplr_tx wage_occup_tx wage_street_1_tx ' +
  'wage_street_2_tx wage_place_tx wage_cnty_tx wage_juris_dk wage_zip5_tx wage_zip4_tx ' +
  'wage_dial_tx wage_begin_ymd wage_finish_ymd'
).split(' ');

/** Lists with an item on each row of an event: the prefix of their columns, and these; `NAME*5` is in so many places. */
// prettier-ignore
export const ROW_LISTS: Readonly<Record<string, { prefix: string; columns: string }>> = {
  charge_rows: { prefix: 'charge_', columns: (
    'descr_tx ncic_cls_tx statute_tx degree_dk venue_set*5 docket_tx offense_ymd sentence_ymd ' +
    'sentence_narr this_case_tf charge_reduced_tf regis_reqd_tf misd_crit_set*4 ' +
    'narrative_narr'
  ) },
  arrest_rows: { prefix: 'arrest_', columns: (
    'event_ymd charge_tx degree_dk agency_tx disposition_tx'
  ) },
  convict_rows: { prefix: 'convict_', columns: (
    'event_ymd offense_tx degree_dk sentence_narr'
  ) },
  viol_rows: { prefix: 'viol_', columns: (
    'behavior_ymd determined_ymd descr_narr condition_violated_narr disposition_tx'
  ) },
};

/** Lists of values in numbered columns of the event's rows, and how many there are. */
export const PLACES: Readonly<Record<string, number>> = {
  person_alt_birth_set: 5,
  person_ssn_set: 5,
  person_citizen_set: 3,
  person_mailbox_set: 5,
  person_alert_set: 6,
  deny_rsn_set: 5,
  reasons_set: 6,
  mailbox_set: 5,
};

/** Lists with a row below the event for each item, by the columns of such a row. */
// prettier-ignore
export const CHILD_LISTS: Readonly<Record<string, string>> = {
  person_aka_rows: (
    'family_tx given_tx middle_tx gener_tx cls_dk'
  ),
  person_bodymark_rows: (
    'cls_dk location_tx descr_tx'
  ),
  person_sid_rows: (
    'juris_dk nbr_tx'
  ),
  person_xref_rows: (
    'scheme_tx value_tx'
  ),
  person_dwelling_rows: (
    'cls_dk street_1_tx street_2_tx place_tx cnty_tx juris_dk zip5_tx zip4_tx begin_ymd ' +
    'finish_ymd intent_dk primary_tf dial_tx'
  ),
  person_jobhist_rows: (
    'emplr_tx occup_tx street_1_tx street_2_tx place_tx cnty_tx juris_dk zip5_tx zip4_tx ' +
    'dial_tx begin_ymd finish_ymd'
  ),
  person_dial_rows: (
    'nbr_tx cls_dk'
  ),
  spvn_term_rows: (
    'type_dk start_ymd end_ymd indefinite_tf'
  ),
  cohab_rows: (
    'name_tx relationship_tx age_cnt'
  ),
  cond_rows: (
    'ref_tx cls_dk stmt_narr imposed_by_dk'
  ),
  sexoff_nocontact_rows: (
    'sexoff_nocontact_item'
  ),
  sexoff_victims_rows: (
    'family_tx given_tx middle_tx gener_tx sex_dk age_cnt relationship_tx statement_narr'
  ),
  docmt_rows: (
    'digest_tx fmt_dk byte_cnt cls_dk dsname_tx descr_tx'
  ),
  protord_rows: (
    'cls_dk protected_party_tx issued_by_tx nbr_tx expires_ymd terms_narr'
  ),
  debt_rows: (
    'cls_dk balance_usd payee_tx payee_street_1_tx payee_street_2_tx payee_place_tx ' +
    'payee_cnty_tx payee_juris_dk payee_zip5_tx payee_zip4_tx'
  ),
  condrej_rows: (
    'stmt_narr expl_narr'
  ),
  reject_rsn_rows: (
    'reject_rsn_item'
  ),
  condstat_rows: (
    'ref_tx stmt_narr status_dk remark_narr'
  ),
  pgm_rows: (
    'name_tx status_dk begin_ymd finish_ymd remark_narr'
  ),
  responses_rows: (
    'cls_dk event_ymd descr_narr outcome_narr'
  ),
  dial_rows: (
    'nbr_tx cls_dk'
  ),
  lastknown_search_rows: (
    'cls_dk event_ymd result_narr'
  ),
  income_rows: (
    'cls_dk descr_narr wage_emplr_tx wage_occup_tx wage_street_1_tx wage_street_2_tx ' +
    'wage_place_tx wage_cnty_tx wage_juris_dk wage_zip5_tx wage_zip4_tx wage_dial_tx ' +
    'wage_begin_ymd wage_finish_ymd'
  ),
};

/** Row types of events that have rows for items. */
export const WITH_ROWS: readonly string[] = ['INSTR_ASK', 'XFER_ASK', 'PROGRESS', 'VIOL_ASK'];

/** Of the rows below an event, those that are one value. */
export const SCALAR_LISTS: readonly string[] = ['sexoff_nocontact_rows', 'reject_rsn_rows'];
