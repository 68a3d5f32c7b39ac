/**
 * The lines of the interchange file as its record layout lists them, in the order in which they are
 * written. A column is `NAME:width` and what stands in it: text, or `d` a day or moment (zeros for
 * none), `n` digits, `c` how many segments of that name follow, `e` text with escapes; `x5` is an item
 * that occurs up to five times.
 */

export interface RecordLine {
  readonly tag: string;
  readonly columns: string;
}

export interface SegmentLine extends RecordLine {
  /** What it may stand below: `record` is any of them. */
  readonly under: string;
  readonly holds: 'fields' | 'value' | 'pieces';
}

/** Characters of a piece of a long text. */
export const PIECE = 70;

/** What every record begins with, behind its tag. */
// prettier-ignore
export const RECORD_HEAD =
  'XMIT-KEY:128 XMIT-STAMP:29 ORIG-STATE:2 DEST-STATE:2 SUPV-TRACK:1 HUB-CASE:64 ' +
  'READER-CASE:40 DELIVERY-KEY:40 DELIVERY-ORDER:9n';

// prettier-ignore
export const RECORDS: Readonly<Record<string, RecordLine>> = {
  'INSTRUCT-REQ-REC': { tag: 'I10', columns: 
      'AGENCY-CASE:40 INSTRUCT-CAUSE:2 EVENT-CLASS:2 EVENT-DATE:8d PLAN-LEAVE:8d ' +
      'MATE-COUNT:3c PASS-GIVEN:1 PASS-ISSUED:8d PASS-LAPSES:8d MEGANS-LAW:1' },
  'INSTRUCT-RPLY-REC': { tag: 'I15', columns: 'AGENCY-CASE:40 INSTRUCT-RULING:2 DENIAL-CAUSE:2x5' },
  'XFER-APPL-REC': { tag: 'X20', columns: 
      'AGENCY-CASE:40 XFER-ROUND:2 XFER-CAUSE:2 XFER-COMPLIES:1 XFER-INSTRUCTED:1 ' +
      'PLAN-LEAVE:8d MATE-COUNT:3c COND-COUNT:3c MEGANS-LAW:1 APPL-SIGNED:8d ' +
      'APPL-WAIVED:1 FEE-CENTS:11n FEE-STANDING:2' },
  'XFER-RPLY-REC': { tag: 'X25', columns: 
      'AGENCY-CASE:40 XFER-RULING:2 OFFICER-NAME:120 OFFICER-POSITION:80 OFFICER-PHONE:10 ' +
      'OFFICER-PHONE-EXT:6 OFFICER-MAIL:128 REFUSAL-CAUSE:2x10' },
  'LEAVING-REC': { tag: 'M30', columns: 
      'AGENCY-CASE:40 LEAVING-WAY:2 LEAVING-DATE:8d DUE-DATE:8d REPORT-BY:8d ' +
      'GOAL-ADR-STREET:100 GOAL-ADR-SECOND:100 GOAL-ADR-CITY:60 GOAL-ADR-COUNTY:60 ' +
      'GOAL-ADR-STATE:2 GOAL-ADR-ZIP:5 GOAL-ADR-ZIP-PLUS:4 ONWARD-STATE:2 TRAVEL-MODE:2 ' +
      'PASS-GIVEN:1 PASS-ISSUED:8d PASS-LAPSES:8d' },
  'ARRIVAL-REC': { tag: 'M35', columns: 
      'AGENCY-CASE:40 ARRIVAL-DATE:8d OFFICER-NAME:120 OFFICER-POSITION:80 ' +
      'OFFICER-PHONE:10 OFFICER-PHONE-EXT:6 OFFICER-MAIL:128 SUBJ-PHONE:10 ' +
      'SUBJ-PHONE-EXT:6' },
  'NO-SHOW-REC': { tag: 'M39', columns: 
      'AGENCY-CASE:40 REPORT-BY:8d LAST-SEEN:8d LAST-ADR-STREET:100 LAST-ADR-SECOND:100 ' +
      'LAST-ADR-CITY:60 LAST-ADR-COUNTY:60 LAST-ADR-STATE:2 LAST-ADR-ZIP:5 ' +
      'LAST-ADR-ZIP-PLUS:4 LAST-PHONE:10 LAST-PHONE-EXT:6' },
  'PROGRESS-REC': { tag: 'P40', columns: 
      'AGENCY-CASE:40 PROGRESS-CAUSE:2x6 PROGRESS-ASKED:1 PROGRESS-FROM:8d ' +
      'PROGRESS-THRU:8d SUBJ-PHONE:10 SUBJ-PHONE-EXT:6 SUBJ-MAIL:128 STEP-COUNT:3c ' +
      'PROGRESS-ADVICE:2' },
  'PROFILE-REC': { tag: 'P45', columns: 'AGENCY-CASE:40 CLOCK-STANDING:2 PLAN-LEAVE:8d PHOTO-RENEWED:1 PROFILE-FROM:8d' },
  'BREACH-REC': { tag: 'V50', columns: 
      'AGENCY-CASE:40 BREACH-CLASS:2 STEP-COUNT:3c BREACH-ADVICE:2 CAUSE-STANDING:2 ' +
      'CAUSE-HEARING:8d CAUSE-REPORTED:8d OFFICER-NAME:120 OFFICER-POSITION:80 ' +
      'OFFICER-PHONE:10 OFFICER-PHONE-EXT:6 OFFICER-MAIL:128' },
  'BREACH-RPLY-REC': { tag: 'V55', columns: 
      'AGENCY-CASE:40 PRIOR-RECORD:3 PRIOR-XMIT:128 PRIOR-SENDER:1 RETAKE-STEP:2 ' +
      'RETAKE-FROM:8d RETAKE-DONE:8d' },
  'BREACH-ADD-REC': { tag: 'V52', columns: 
      'AGENCY-CASE:40 PRIOR-RECORD:3 PRIOR-XMIT:128 PRIOR-SENDER:1 CAUSE-STANDING:2 ' +
      'CAUSE-HEARING:8d CAUSE-REPORTED:8d' },
  'BREACH-RPLY-ADD-REC': { tag: 'V57', columns: 
      'AGENCY-CASE:40 PRIOR-RECORD:3 PRIOR-XMIT:128 PRIOR-SENDER:1 RETAKE-STEP:2 ' +
      'RETAKE-FROM:8d RETAKE-DONE:8d' },
  'RETAKE-REC': { tag: 'V60', columns: 'AGENCY-CASE:40 RETAKE-DONE:8d' },
  'WRIT-REC': { tag: 'V65', columns: 'AGENCY-CASE:40 WRIT-STAGE:2 WRIT-DUTY:2 WRIT-ENDED:8d' },
  'COMEBACK-REQ-REC': { tag: 'R70', columns: 'AGENCY-CASE:40 COMEBACK-CAUSE:2 COMEBACK-DATE:8d' },
  'COMEBACK-RPLY-REC': { tag: 'R75', columns: 'AGENCY-CASE:40' },
  'CLOSING-REC': { tag: 'C80', columns: 
      'AGENCY-CASE:40 CLOSING-CAUSE:2 CLOSING-DATE:8d LAST-ADR-STREET:100 ' +
      'LAST-ADR-SECOND:100 LAST-ADR-CITY:60 LAST-ADR-COUNTY:60 LAST-ADR-STATE:2 ' +
      'LAST-ADR-ZIP:5 LAST-ADR-ZIP-PLUS:4 DECEASED-DATE:8d ONWARD-STATE:2' },
  'CLOSING-RPLY-REC': { tag: 'C85', columns: 'AGENCY-CASE:40 CLOSING-RULING:2' },
  'REVIVAL-REC': { tag: 'C88', columns: 'AGENCY-CASE:40' },
  'INQUIRY-REC': { tag: 'Q90', columns: 
      'AGENCY-CASE:40 INQUIRY-TOPIC:2 PRIOR-RECORD:3 PRIOR-XMIT:128 PRIOR-SENDER:1 ' +
      'INQUIRY-REPLY:1' },
  'INQUIRY-RPLY-REC': { tag: 'Q95', columns: 'AGENCY-CASE:40 PRIOR-RECORD:3 PRIOR-XMIT:128 PRIOR-SENDER:1' },
  'RECALL-REC': { tag: 'W98', columns: 'AGENCY-CASE:40 PRIOR-RECORD:3 PRIOR-XMIT:128 PRIOR-SENDER:1 RECALL-CAUSE:2' },
  'CASE-RECALL-REC': { tag: 'W99', columns: 'AGENCY-CASE:40 RECALL-CAUSE:2' },
};

// prettier-ignore
export const SEGMENTS: Readonly<Record<string, SegmentLine>> = {
  'SUBMIT-SEG': { tag: 'S01', under: 'record', holds: 'fields', columns: 
      'STAFF-NAME:120 STAFF-POSITION:80 STAFF-ROLE:2 STAFF-SIGNON:64 STAFF-PHONE:10 ' +
      'STAFF-PHONE-EXT:6 STAFF-MAIL:128' },
  'RELEASE-SEG': { tag: 'S02', under: 'record', holds: 'fields', columns: 
      'STAFF-NAME:120 STAFF-POSITION:80 STAFF-ROLE:2 STAFF-SIGNON:64 STAFF-PHONE:10 ' +
      'STAFF-PHONE-EXT:6 STAFF-MAIL:128 RELEASE-STAMP:14d' },
  'SUBJ-SEG': { tag: 'S03', under: 'record', holds: 'fields', columns: 
      'SUBJ-HUB-KEY:28 SUBJ-SURNAME:80 SUBJ-GIVEN-NAME:80 SUBJ-MIDDLE-NAME:80 ' +
      'SUBJ-NAME-SUFFIX:10 SUBJ-BIRTH:8d SUBJ-OTHER-BIRTH:8dx5 SUBJ-SEX:1 SUBJ-RACE:1 ' +
      'SUBJ-ORIGIN:1 SUBJ-FEET:1 SUBJ-INCHES:2 SUBJ-POUNDS:3n SUBJ-EYES:2 SUBJ-HAIR:2 ' +
      'SUBJ-FBI:9 SUBJ-SOCIAL:9x5 SUBJ-CITIZEN:2x3 SUBJ-ALIEN-CLASS:2 GANG-KNOWN:1 ' +
      'GANG-TITLE:120 SUBJ-ALERT:2x6' },
  'ALIAS-SEG': { tag: 'S04', under: 'SUBJ-SEG', holds: 'fields', columns: 
      'ALIAS-SURNAME:80 ALIAS-GIVEN-NAME:80 ALIAS-MIDDLE-NAME:80 ALIAS-NAME-SUFFIX:10 ' +
      'ALIAS-KIND:2' },
  'MARK-SEG': { tag: 'S05', under: 'SUBJ-SEG', holds: 'fields', columns: 'MARK-KIND:2 MARK-PLACE:80 MARK-DETAIL:80' },
  'SID-SEG': { tag: 'S06', under: 'SUBJ-SEG', holds: 'fields', columns: 'SID-STATE:2 SID-SERIAL:20' },
  'FOREIGN-SEG': { tag: 'S07', under: 'SUBJ-SEG', holds: 'fields', columns: 'FOREIGN-SYSTEM:40 FOREIGN-NUMBER:64' },
  'PAST-DWELL-SEG': { tag: 'S08', under: 'SUBJ-SEG', holds: 'fields', columns: 
      'DWELL-KIND:2 DWELL-ADR-STREET:100 DWELL-ADR-SECOND:100 DWELL-ADR-CITY:60 ' +
      'DWELL-ADR-COUNTY:60 DWELL-ADR-STATE:2 DWELL-ADR-ZIP:5 DWELL-ADR-ZIP-PLUS:4 ' +
      'DWELL-START:8d DWELL-STOP:8d DWELL-INTENT:2 DWELL-MAIN:1 DWELL-PHONE:10 ' +
      'DWELL-PHONE-EXT:6' },
  'PAST-JOB-SEG': { tag: 'S09', under: 'SUBJ-SEG', holds: 'fields', columns: 
      'EMPLOYER-NAME:120 JOB-DUTIES:80 JOB-ADR-STREET:100 JOB-ADR-SECOND:100 ' +
      'JOB-ADR-CITY:60 JOB-ADR-COUNTY:60 JOB-ADR-STATE:2 JOB-ADR-ZIP:5 JOB-ADR-ZIP-PLUS:4 ' +
      'JOB-START:8d JOB-STOP:8d' },
  'DIAL-SEG': { tag: 'S10', under: 'record SUBJ-SEG', holds: 'fields', columns: 'DIAL-NUMBER:10 DIAL-NUMBER-EXT:6 DIAL-KIND:2' },
  'MAIL-SEG': { tag: 'S11', under: 'record SUBJ-SEG', holds: 'value', columns: 'MAIL-ADDRESS:128' },
  'SUPV-SEG': { tag: 'S12', under: 'record', holds: 'fields', columns: 'SUPV-CLASS:1 SUPV-DEFERRED:1 SUPV-CONFINED:1 SUPV-RELEASE:8d' },
  'TERM-SEG': { tag: 'S13', under: 'SUPV-SEG', holds: 'fields', columns: 'TERM-KIND:1 TERM-START:8d TERM-STOP:8d TERM-LIFELONG:1' },
  'EXPLAIN-TEXT': { tag: 'T01', under: 'record', holds: 'pieces', columns: '' },
  'DWELL-SEG': { tag: 'S14', under: 'record', holds: 'fields', columns: 
      'DWELL-KIND:2 DWELL-ADR-STREET:100 DWELL-ADR-SECOND:100 DWELL-ADR-CITY:60 ' +
      'DWELL-ADR-COUNTY:60 DWELL-ADR-STATE:2 DWELL-ADR-ZIP:5 DWELL-ADR-ZIP-PLUS:4 ' +
      'DWELL-START:8d DWELL-STOP:8d DWELL-INTENT:2 DWELL-MAIN:1 DWELL-PHONE:10 ' +
      'DWELL-PHONE-EXT:6' },
  'MATE-SEG': { tag: 'S15', under: 'record', holds: 'fields', columns: 'MATE-NAME:120 MATE-RELATION:80 MATE-AGE:3n' },
  'PROOF-TEXT': { tag: 'T02', under: 'record', holds: 'pieces', columns: '' },
  'SPON-SEG': { tag: 'S16', under: 'record', holds: 'fields', columns: 
      'SPON-SURNAME:80 SPON-GIVEN-NAME:80 SPON-MIDDLE-NAME:80 SPON-NAME-SUFFIX:10 ' +
      'SPON-RELATION:2 SPON-PHONE:10 SPON-PHONE-EXT:6 SPON-ADR-STREET:100 ' +
      'SPON-ADR-SECOND:100 SPON-ADR-CITY:60 SPON-ADR-COUNTY:60 SPON-ADR-STATE:2 ' +
      'SPON-ADR-ZIP:5 SPON-ADR-ZIP-PLUS:4 SPON-LIVES-SINCE:8d SPON-WILLING:1 SPON-ABLE:1' },
  'SERVICE-SEG': { tag: 'S17', under: 'record', holds: 'fields', columns: 
      'SERVICE-BRANCH:2 SERVICE-ORDER:40 SERVICE-ISSUED:8d SERVICE-REPORT:8d ' +
      'SERVICE-POST:120 SERVICE-MEMBER:120' },
  'LETTER-SEG': { tag: 'S18', under: 'record', holds: 'fields', columns: 
      'LETTER-EMPLOYER:120 LETTER-ISSUED:8d LETTER-POSITION:80 LETTER-START:8d ' +
      'LETTER-ADR-STREET:100 LETTER-ADR-SECOND:100 LETTER-ADR-CITY:60 ' +
      'LETTER-ADR-COUNTY:60 LETTER-ADR-STATE:2 LETTER-ADR-ZIP:5 LETTER-ADR-ZIP-PLUS:4 ' +
      'LETTER-MEMBER:120' },
  'CLINIC-SEG': { tag: 'S19', under: 'record', holds: 'fields', columns: 
      'CLINIC-NAME:120 CLINIC-ISSUED:8d CLINIC-REFERRAL:40 CLINIC-ADR-STREET:100 ' +
      'CLINIC-ADR-SECOND:100 CLINIC-ADR-CITY:60 CLINIC-ADR-COUNTY:60 CLINIC-ADR-STATE:2 ' +
      'CLINIC-ADR-ZIP:5 CLINIC-ADR-ZIP-PLUS:4' },
  'CHARGE-SEG': { tag: 'S20', under: 'record', holds: 'fields', columns: 
      'CHARGE-TITLE:200 CHARGE-NCIC:4 CHARGE-SECTION:80 CHARGE-GRADE:2 CHARGE-COUNTY:60x5 ' +
      'CHARGE-DOCKET:40 CHARGE-COMMITTED:8d CHARGE-SENTENCED:8d CHARGE-CONTROLS:1 ' +
      'CHARGE-LOWERED:1 CHARGE-MEGANS:1 CHARGE-CRITERION:2x4' },
  'SENTENCE-TEXT': { tag: 'T03', under: 'CHARGE-SEG GUILT-SEG', holds: 'pieces', columns: '' },
  'CHARGE-TEXT': { tag: 'T04', under: 'CHARGE-SEG', holds: 'pieces', columns: '' },
  'COND-SEG': { tag: 'S21', under: 'record', holds: 'fields', columns: 'COND-LABEL:40 COND-CLASS:2 COND-IMPOSER:1' },
  'COND-TEXT': { tag: 'T05', under: 'COND-SEG UNABLE-SEG COND-STAND-SEG', holds: 'pieces', columns: '' },
  'SXO-SEG': { tag: 'S22', under: 'record', holds: 'fields', columns: 'MEGAN-STANDING:2 MEGAN-STATE:2 MEGAN-SERIAL:40 MEGAN-SINCE:8d' },
  'SXO-FACTS-TEXT': { tag: 'T06', under: 'SXO-SEG', holds: 'pieces', columns: '' },
  'KEEP-AWAY-SEG': { tag: 'S23', under: 'SXO-SEG', holds: 'value', columns: 'KEEP-AWAY-RULE:500e' },
  'VICTIM-SEG': { tag: 'S24', under: 'SXO-SEG', holds: 'fields', columns: 
      'VICTIM-SURNAME:80 VICTIM-GIVEN-NAME:80 VICTIM-MIDDLE-NAME:80 VICTIM-NAME-SUFFIX:10 ' +
      'VICTIM-GENDER:1 VICTIM-AGE:3n VICTIM-RELATION:80' },
  'VICTIM-TEXT': { tag: 'T07', under: 'VICTIM-SEG', holds: 'pieces', columns: '' },
  'SXO-ASSESS-TEXT': { tag: 'T08', under: 'SXO-SEG', holds: 'pieces', columns: '' },
  'SXO-TREAT-TEXT': { tag: 'T09', under: 'SXO-SEG', holds: 'pieces', columns: '' },
  'CASE-TEXT': { tag: 'T10', under: 'record', holds: 'pieces', columns: '' },
  'PAPER-SEG': { tag: 'S25', under: 'record', holds: 'fields', columns: 
      'PAPER-DIGEST:64 PAPER-MEDIA:3 PAPER-BYTES:7n PAPER-CLASS:2 PAPER-FILE:120 ' +
      'PAPER-TITLE:200' },
  'REMARK-TEXT': { tag: 'T11', under: 'record', holds: 'pieces', columns: '' },
  'REPORT-SEG': { tag: 'S26', under: 'record', holds: 'fields', columns: 
      'REPORT-DATE:8d REPORT-TIME:4 OFFICE-NAME:120 OFFICE-ADR-STREET:100 ' +
      'OFFICE-ADR-SECOND:100 OFFICE-ADR-CITY:60 OFFICE-ADR-COUNTY:60 OFFICE-ADR-STATE:2 ' +
      'OFFICE-ADR-ZIP:5 OFFICE-ADR-ZIP-PLUS:4 OFFICE-PHONE:10 OFFICE-PHONE-EXT:6 ' +
      'OFFICER-NAME:120 OFFICER-POSITION:80 OFFICER-PHONE:10 OFFICER-PHONE-EXT:6 ' +
      'OFFICER-MAIL:128' },
  'REPORT-TEXT': { tag: 'T12', under: 'REPORT-SEG', holds: 'pieces', columns: '' },
  'SUPPORT-SEG': { tag: 'S27', under: 'record', holds: 'fields', columns: 
      'SUPPORT-KIND:2 SUPPORT-EMPLOYER-NAME:120 SUPPORT-JOB-DUTIES:80 ' +
      'SUPPORT-JOB-ADR-STREET:100 SUPPORT-JOB-ADR-SECOND:100 SUPPORT-JOB-ADR-CITY:60 ' +
      'SUPPORT-JOB-ADR-COUNTY:60 SUPPORT-JOB-ADR-STATE:2 SUPPORT-JOB-ADR-ZIP:5 ' +
      'SUPPORT-JOB-ADR-ZIP-PLUS:4 SUPPORT-JOB-START:8d SUPPORT-JOB-STOP:8d' },
  'SUPPORT-TEXT': { tag: 'T13', under: 'SUPPORT-SEG', holds: 'pieces', columns: '' },
  'ORDER-SEG': { tag: 'S28', under: 'record', holds: 'fields', columns: 'ORDER-CLASS:2 ORDER-PROTECTS:120 ORDER-COURT:120 ORDER-SERIAL:40 ORDER-LAPSES:8d' },
  'ORDER-TEXT': { tag: 'T14', under: 'ORDER-SEG', holds: 'pieces', columns: '' },
  'HISTORY-TEXT': { tag: 'T15', under: 'record', holds: 'pieces', columns: '' },
  'DISCIPLINE-TEXT': { tag: 'T16', under: 'record', holds: 'pieces', columns: '' },
  'HEALTH-TEXT': { tag: 'T17', under: 'record', holds: 'pieces', columns: '' },
  'OWED-SEG': { tag: 'S29', under: 'record', holds: 'fields', columns: 
      'OWED-KIND:2 OWED-CENTS:11n OWED-TO:120 OWED-ADR-STREET:100 OWED-ADR-SECOND:100 ' +
      'OWED-ADR-CITY:60 OWED-ADR-COUNTY:60 OWED-ADR-STATE:2 OWED-ADR-ZIP:5 ' +
      'OWED-ADR-ZIP-PLUS:4' },
  'UNABLE-SEG': { tag: 'S30', under: 'record', holds: 'fields', columns: '' },
  'COND-NOTE-TEXT': { tag: 'T18', under: 'UNABLE-SEG COND-STAND-SEG', holds: 'pieces', columns: '' },
  'JOB-SEG': { tag: 'S31', under: 'record', holds: 'fields', columns: 
      'EMPLOYER-NAME:120 JOB-DUTIES:80 JOB-ADR-STREET:100 JOB-ADR-SECOND:100 ' +
      'JOB-ADR-CITY:60 JOB-ADR-COUNTY:60 JOB-ADR-STATE:2 JOB-ADR-ZIP:5 JOB-ADR-ZIP-PLUS:4 ' +
      'JOB-START:8d JOB-STOP:8d' },
  'COND-STAND-SEG': { tag: 'S32', under: 'record', holds: 'fields', columns: 'COND-LABEL:40 COND-STANDING:2' },
  'COURSE-SEG': { tag: 'S33', under: 'record', holds: 'fields', columns: 'COURSE-NAME:120 COURSE-STANDING:2 COURSE-START:8d COURSE-STOP:8d' },
  'COURSE-TEXT': { tag: 'T19', under: 'COURSE-SEG', holds: 'pieces', columns: '' },
  'STEP-SEG': { tag: 'S34', under: 'record', holds: 'fields', columns: 'STEP-CLASS:2 STEP-DATE:8d' },
  'STEP-TEXT': { tag: 'T20', under: 'STEP-SEG', holds: 'pieces', columns: '' },
  'STEP-RESULT-TEXT': { tag: 'T21', under: 'STEP-SEG', holds: 'pieces', columns: '' },
  'ARREST-SEG': { tag: 'S35', under: 'record', holds: 'fields', columns: 
      'ARREST-DAY:8d ARREST-CHARGE:200 ARREST-GRADE:2 ARREST-AGENCY:120 ' +
      'ARREST-OUTCOME:200' },
  'GUILT-SEG': { tag: 'S36', under: 'record', holds: 'fields', columns: 'GUILT-DAY:8d GUILT-CHARGE:200 GUILT-GRADE:2' },
  'BREACH-SEG': { tag: 'S37', under: 'record', holds: 'fields', columns: 'BREACH-COMMITTED:8d BREACH-FOUND:8d BREACH-OUTCOME:60' },
  'BREACH-TEXT': { tag: 'T22', under: 'BREACH-SEG', holds: 'pieces', columns: '' },
  'BROKEN-COND-TEXT': { tag: 'T23', under: 'BREACH-SEG', holds: 'pieces', columns: '' },
  'SEIZE-SEG': { tag: 'S38', under: 'record', holds: 'fields', columns: 'SEIZE-STANDING:2 SEIZE-BAR:2 SEIZE-FROM:8d' },
  'SEIZE-TEXT': { tag: 'T24', under: 'SEIZE-SEG', holds: 'pieces', columns: '' },
  'PLACE-SEG': { tag: 'S39', under: 'record', holds: 'fields', columns: 
      'PLACE-STANDING:2 PLACE-ADR-STREET:100 PLACE-ADR-SECOND:100 PLACE-ADR-CITY:60 ' +
      'PLACE-ADR-COUNTY:60 PLACE-ADR-STATE:2 PLACE-ADR-ZIP:5 PLACE-ADR-ZIP-PLUS:4' },
  'JAIL-SEG': { tag: 'S40', under: 'record PLACE-SEG', holds: 'fields', columns: 
      'JAIL-NAME:120 JAIL-ADR-STREET:100 JAIL-ADR-SECOND:100 JAIL-ADR-CITY:60 ' +
      'JAIL-ADR-COUNTY:60 JAIL-ADR-STATE:2 JAIL-ADR-ZIP:5 JAIL-ADR-ZIP-PLUS:4 ' +
      'JAIL-SINCE:8d JAIL-RELEASE:8d JAIL-CHARGE:200' },
  'FLIGHT-SEG': { tag: 'S41', under: 'record', holds: 'fields', columns: 
      'LAST-ADR-STREET:100 LAST-ADR-SECOND:100 LAST-ADR-CITY:60 LAST-ADR-COUNTY:60 ' +
      'LAST-ADR-STATE:2 LAST-ADR-ZIP:5 LAST-ADR-ZIP-PLUS:4 LAST-PHONE:10 LAST-PHONE-EXT:6 ' +
      'LAST-SEEN:8d' },
  'LAST-JOB-SEG': { tag: 'S42', under: 'record FLIGHT-SEG', holds: 'fields', columns: 
      'LABOR-STANDING:2 EMPLOYER-NAME:120 JOB-DUTIES:80 JOB-ADR-STREET:100 ' +
      'JOB-ADR-SECOND:100 JOB-ADR-CITY:60 JOB-ADR-COUNTY:60 JOB-ADR-STATE:2 JOB-ADR-ZIP:5 ' +
      'JOB-ADR-ZIP-PLUS:4 JOB-START:8d JOB-STOP:8d' },
  'SEARCH-SEG': { tag: 'S43', under: 'FLIGHT-SEG', holds: 'fields', columns: 'SEARCH-CLASS:2 SEARCH-DAY:8d' },
  'SEARCH-TEXT': { tag: 'T25', under: 'SEARCH-SEG', holds: 'pieces', columns: '' },
  'WRIT-SEG': { tag: 'S44', under: 'record', holds: 'fields', columns: 'WRIT-ISSUED:8d WRIT-COURT:120 WRIT-SERIAL:40 WRIT-NCIC:10 WRIT-VERIFIED:8d' },
  'HUB-CARRY-TEXT': { tag: 'Z99', under: 'record', holds: 'pieces', columns: '' },
};
