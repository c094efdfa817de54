# The case of the demonstration: 東京都契約請求システム, the release that widens it (架空: price, vendor, days, scale).
# Acts of the same case stand, with all that the engine must answer, in workflows/cases/project-oversight/demonstration.yaml.

project=PJ-2026-00001
canvas=SC-2026-00001
assessment=SA-2026-00001
contract=CR-2026-000001
approval=AP-2026-000001

# gate RESULT [NAME=VALUE...]: request, confirmation, consultation, panel, report and acceptance of one stage's gate
gate() {
  local result=$1
  shift
  as sato item advance "$project" request_gate
  as yamamoto item advance "$project" confirm_gate
  as hayashi item advance "$project" consult_chief --reason 協議済み
  as shimizu item advance "$project" convene
  as shimizu item attach "$project" gate_report "$(paper report)"
  as shimizu item advance "$project" report --set gate_result="$result" "$@"
  as suzuki item advance "$project" accept_result
}

# stage ANSWERS DELIVERABLES: what every stage needs before its gate
stage() {
  as sato item advance "$project" register_deliverables --set "new_deliverables:=$2"
  as sato item advance "$project" answer_checklist --set "answers:=$(answers "$1")"
  as sato item advance "$project" record_consultation --set consultation=担当課と協議した
}

# answers "PL-1 PL-2": all passed
answers() {
  local code list=''
  for code in $1; do list+="{\"item\":\"$code\",\"result\":\"pass\"},"; done
  printf '[%s]' "${list%,}"
}

# concept ITEM STAGE: an assessment from concept to the bureau's response
concept() {
  as sato item edit "$1" --set purpose=契約請求の電子化 --set scope=物品・委託契約 --set effects=処理日数の半減 \
    --set duration=令和8年度から令和12年度 --set realisation=use_service --set outline=サービス利用を基本とする
  as sato item attach "$1" concept "$(paper concept)"
  as sato item advance "$1" submit_concept
  if [ "$2" = requirements ]; then
    as yamazaki item advance "$1" hold_budget_hearing --reason 経費の内訳を確認
    as shimizu item advance "$1" give_budget_opinion --set budget_opinion=expand \
      --set budget_opinion_text=対象の拡大を進めるべき
  fi
  as abe item advance "$1" start_drafting
  as abe item edit "$1" --set effectiveness=有効 --set appropriateness=競争性を確認 --set safety=妥当
  as abe item advance "$1" ask_hearing
  as ikeda item advance "$1" record_hearing --set hearing_record=実現方法を確認
  as abe item attach "$1" assessment "$(paper assessment)"
  as abe item advance "$1" propose
  as suzuki item advance "$1" respond --set bureau_response=了承する
}

chapter "1. The bureau registers the project / プロジェクトの登録"
the_clock 2026-04-10T10:00
http 201 sato POST /v1/items '{"workflow": "project-oversight", "data": {
  "name": "東京都契約請求システムの対象拡大（金額・日付は架空）", "bureau": "デジタル改革課", "profile": "standard",
  "estimate": 150000000, "renewal": true, "ai_use": "none", "baseline_end_on": "2027-03-31"}}'
as suzuki item advance "$project" start_planning
as sato item attach "$project" deliverable "$(paper deliverable)"

chapter "2. The service canvas: refused while an issue is missing, returned once, confirmed by the chief"
as sato item create service-canvas --under "$project" --set service=東京都契約請求システム --set canvas_version:=1 \
  --set estimate:=150000000 --set key_project:=false
as sato item edit "$canvas" --set purpose=紙と二重入力をなくす --set 'provider_issues:=["内部システムとの連携が弱い"]' \
  --set 'outcomes:=[{"indicator":"電子請求率","baseline":"0%","target":"80%","measured_by":"月次集計"}]' \
  --set expected_value=受注者の負担が下がる --set solutions=請求のデジタル化 --set user_profile=都と契約する事業者 \
  --set procedure_flow=契約から支払まで --set operating_structure=デジタル改革課と財務局経理部総務課
refused 'サービスキャンバス' sato item advance "$canvas" self_check --set self_check=全項目を点検
as sato item edit "$canvas" --set 'user_issues:=["紙で請求している"]'
as sato item advance "$canvas" self_check --set self_check=全項目を点検
as suzuki item advance "$canvas" request_review
as yamamoto item advance "$canvas" return_canvas --reason 受注者の課題が不足
expect "$canvas" /state returned
as sato item edit "$canvas" --set 'user_issues:=["紙で請求している","受注者の二重入力","支払日が分からない"]'
as sato item advance "$canvas" self_check --set self_check=受注者の声を追加
as suzuki item advance "$canvas" request_review
as yamamoto item transitions "$canvas"
refused '' yamamoto item advance "$canvas" confirm
as yamamoto item advance "$canvas" consult_chief --set opinion=局として妥当
as hayashi item advance "$canvas" confirm_by_chief --set chief_opinion=了
expect "$canvas" /state confirmed
as sato item attach "$project" security_plan "$(paper security_plan)"
stage "PL-1 PL-2 PL-3 PL-4" '[{"code":"project_plan","title":"プロジェクト計画書"},{"code":"cost_estimate","title":"経費見積"}]'
gate green --set confidence=G --set 'findings:=[]'
expect "$project" /state requirements

chapter "3. System assessment at requirements, with a condition; 4. budget hearing and technical opinion"
as sato item create system-assessment --under "$project" --set system=契約請求システム --set stage=requirements \
  --set cost:=150000000
concept "$assessment" requirements
as hayashi item advance "$assessment" finalise --set verdict=conditional \
  --set 'conditions:=[{"id":"C-1","text":"内部財務システムとの連携を要件とする","due_on":"2026-05-29"}]'
expect "$assessment" /state condition_tracking
as sato item transitions "$project" request_gate
refused '' sato item advance "$project" request_gate
as sato item attach "$assessment" evidence "$(paper interface)"
as ikeda item advance "$assessment" confirm_condition --set condition_id=C-1
as abe item advance "$assessment" record_in_chart --set chart_entry=内部財務システム連携を要件化
as ikeda item advance "$assessment" close

chapter "5. Prior consultation on the contract / 事前協議"
as tanaka item create contract-request --under "$project" --set subject=契約請求システムの設計・プログラム作成（架空） \
  --set section=デジタル改革課 --set kind=other --set gpa_category=services --set cost_class=software \
  --set arrangement=single --set "estimate:=$estimate" --set start_on=2026-07-01 --set end_on=2027-03-31 \
  --set terms_in_writing:=true
as tanaka item attach "$contract" specification "$(paper specification)"
as tanaka item advance "$contract" submit
as hayashi item advance "$contract" consult_chief --reason 連携要件を確認
as yamamoto item advance "$contract" clear_consultation
as sato item attach "$project" bcp_requirements "$(paper bcp_requirements)"
stage "RQ-1 RQ-2 RQ-3 RQ-4" '[{"code":"requirements","title":"要件定義書"},{"code":"quality_requirements","title":"非機能要件"}]'
gate green --set confidence=G --set 'findings:=[]'
expect "$project" /state procurement

chapter "6. The contract: approval, tender, signing, contract report / 起案・決裁・入札・締結・契約報告"
as watanabe item advance "$contract" determine_method --set method=open
as tanaka item advance "$contract" ask_approval
as tanaka item edit "$approval" --set body=一般競争入札に付す。 --set 'line:=["reform-line","reform-chief"]' \
  --set 'consenters:=["fin-consenter","dsb-costs"]'
as tanaka item advance "$approval" submit
as kimura item advance "$approval" take_up
as kimura item advance "$approval" approve
as mori item advance "$approval" approve
as fujita item advance "$approval" approve
as yamazaki item advance "$approval" approve
as hashimoto item advance "$approval" approve
refused '専決' kobayashi item advance "$approval" decide
if [ "$estimate" -le 900000000 ]; then
  as matsumoto item advance "$approval" decide
else
  as murakami item advance "$approval" decide
fi
as tanaka item advance "$approval" execute
as tanaka item advance "$approval" archive
expect "$contract" /state approved
as watanabe item advance "$contract" announce --set opening_on=2026-05-20
the_clock 2026-05-20T14:00
as watanabe item advance "$contract" open_bids --set vendor=mizunoe --set "contract_amount:=$payable" \
  --set "bids:=[{\"vendor\":\"mizunoe\",\"amount\":$payable,\"valid\":true},{\"vendor\":\"kaname\",\"amount\":$((payable + 100000)),\"valid\":true}]"
as watanabe item advance "$contract" start_signing
as hara item advance "$contract" record_vendor_signature \
  --set vendor_signature_sha256="$(printf vendor | sha256sum | cut -c 1-64)"
as watanabe item attach "$contract" contract "$(paper contract)"
as watanabe item advance "$contract" conclude \
  --set authority_signature_sha256="$(printf authority | sha256sum | cut -c 1-64)"
expect "$contract" /state in_force
as watanabe item advance "$contract" contract_report --set contract_reported_on=2026-05-21
as shimizu item advance "$project" record_second_review --reason 契約内容に照らし要件を再確認
stage "PR-1 PR-2" '[{"code":"specification","title":"調達仕様書"}]'
gate green --set confidence=G --set 'findings:=[]'
stage "DE-1 DE-2" '[{"code":"basic_design","title":"基本設計書"},{"code":"prototype","title":"画面プロトタイプ"}]'
gate green --set confidence=G --set 'findings:=[]'
expect "$project" /state development

chapter "7. Deliverables; the inspection finds faults, the repair starts its clock again / 納品・検査・手直し"
stage "DV-1 DV-2" '[{"code":"source_register","title":"ソースコード管理台帳"},{"code":"unit_test_report","title":"単体テスト報告書"}]'
gate green --set confidence=G --set 'findings:=[]'
expect "$project" /state test
the_clock 2026-09-14T10:00
as hara item attach "$contract" delivery_note "$(paper delivery_note)"
as hara item advance "$contract" notify_completion
as ito item advance "$contract" start_inspection
as ito item advance "$contract" request_repair --reason 帳票の誤り三件

chapter "8. The vendor's claims: too early, with a wrong tax, in order; paid in time / 請求・返戻・受理・支払"
as hara invoice submit "$work/early.xml" --contract "$contract"
expect IV-2026-000001 /state exception
as hara invoice show IV-2026-000001
as watanabe item advance IV-2026-000001 return_claim --reason 検査前の請求です --set fault=gross \
  --set 'reason_codes:=["DEL"]' --set 'action_codes:=["NIN"]'
as hara item advance IV-2026-000001 cancel --reason 検査後に請求し直す
the_clock 2026-09-28T10:00
as hara item advance "$contract" notify_completion
as ito item advance "$contract" start_inspection
as ito item attach "$contract" inspection_record "$(paper inspection_record)"
as ito item advance "$contract" accept --set "accepted_part:=$payable"
as watanabe item advance "$contract" invite_claim
invalid aligned-ibrp-051-jp hara invoice submit "$work/wrong-tax.xml" --contract "$contract"
if [[ "$issued" > 2026-09-28 ]]; then the_clock "${issued}T10:00"; fi
as hara invoice submit "$good" --contract "$contract"
claim=IV-2026-000003
expect "$claim" /state matched
as hara invoice submit "$good" --contract "$contract"
as watanabe item advance "$claim" accept_claim
as ishikawa item advance "$claim" order_payment
refused '' ishikawa item advance "$claim" pay
as goto item advance "$claim" pay
wait_for "$claim" paid
expect "$claim" /data/late_interest 0
as hara invoice show "$claim"
http 200 hara GET "/v1/invoices/$claim"
as ishikawa item advance "$claim" close
as watanabe item advance "$contract" close

chapter "9. The release gate: the user test fails with 2.8, then a red finding pauses the release / 利用者テスト・赤判定"
stage "TE-1 TE-2" '[{"code":"test_report","title":"テスト報告書"},{"code":"migration_rehearsal","title":"移行リハーサル報告書"}]'
gate green --set confidence=G --set 'findings:=[]'
as inoue item advance "$project" record_user_test --set user_test_score:=2.8 --set user_test_scope=機能・デザイン・操作性
stage "RE-1 RE-2 RE-3" '[{"code":"operation_manual","title":"運用手順書"},{"code":"rollback_plan","title":"切戻し計画"}]'
refused '' sato item advance "$project" request_gate
refused '' inoue item advance "$project" record_user_test --set user_test_score:=3.4 --set user_test_scope=機能・デザイン・操作性
as sato item advance "$project" record_fixes --reason 画面の文言と操作を改修
as inoue item advance "$project" record_user_test --set user_test_score:=3.4 --set user_test_scope=機能・デザイン・操作性
as inoue item attach "$project" vulnerability_report "$(paper vulnerability_report)"
as inoue item advance "$project" record_quality_check --set open_vulnerabilities:=0
gate red --set confidence=AR --set 'findings:=[{"id":"F-1","rating":"red","text":"バックアップからの復旧が未検証"},
  {"id":"F-2","rating":"amber","text":"問合せ窓口の手順","due_on":"2026-12-18"}]'
expect "$project" /state paused
refused '' sato item advance "$project" request_re_review
as sato item attach "$project" remedy "$(paper remedy)"
as sato item advance "$project" request_re_review
refused '' shimizu item advance "$project" close_finding --set finding_id=F-2
as shimizu item advance "$project" close_finding --set finding_id=F-1
as shimizu item advance "$project" pass_re_review
expect "$project" /state operating

chapter "10. In operation: user reviews, dated actions, the next scope / 運用・利用者レビュー・次の対象"
as sato item advance "$project" switch_on_reviews --set user_review_url=https://example.jp/review
as inoue item advance "$project" record_review --set review_score:=3.8 --set review_text=紙より早い。添付の上限が小さい。
as sato item advance "$project" amber_actions --set actions_reported_on=2026-11-20
as shimizu item advance "$project" close_action --set finding_id=F-2
as sato item create system-assessment --under "$project" --set system=契約請求システム --set stage=operation \
  --set cost:=150000000
concept SA-2026-00002 operation
as hayashi item advance SA-2026-00002 finalise --set verdict=appropriate
as shimizu item advance "$project" record_in_chart --set chart_entry=財務局への拡大を完了。次は工事契約
as suzuki item advance "$project" replan --reason 工事契約への対象拡大 --set baseline_end_on=2028-03-31
expect "$project" /state planning
as sato item advance "$canvas" revise --reason 工事契約を対象に加える
refused '' sato item advance "$project" request_gate
as yamamoto board project-oversight
as tanaka inbox
as kondo item history "$project"
