# The three claims of the demonstration: one made too early, one with a wrong tax, one in order. With INVOICE, the one in
# order is the caller's file, and vendor, price and days of the contract follow from it.

prepare_invoices() {
  cp -R "$top/workflows" "$work/workflows"
  good=$work/invoice.xml
  payable=108900000
  seller=T6999999000011
  issued=2026-09-28
  if [ -n "${INVOICE:-}" ]; then
    take_invoice
  else
    cp "$here/demonstration/invoice.xml" "$good"
  fi
  local shipped=$here/demonstration/invoice.xml
  sed -e 's/M-2026-11/M-2026-09/' -e "s/T6999999000011/${seller:-T6999999000011}/" \
    -e 's/2026-09-28/2026-09-14/' "$shipped" >"$work/early.xml"
  # One yen too much tax in the subtotal: no rounding of 10 % leads there.
  sed -e 's/M-2026-11/M-2026-10/' -e "s/T6999999000011/${seller:-T6999999000011}/" \
    -e '/<cac:TaxSubtotal>/,/<\/cac:TaxSubtotal>/s/>9900000</>9900001</' "$shipped" >"$work/wrong-tax.xml"
  # The estimate is above the price, and above what a division head decides.
  estimate=$((payable + payable / 20))
  if [ "$estimate" -lt 110000000 ]; then estimate=110000000; fi
}

# The caller's file decides: what is wrong with it is printed, and nothing is started.
take_invoice() {
  local status=0
  cp "$INVOICE" "$good" || exit 7
  "$sekisho" invoice check "$good" || status=$?
  [ "$status" -eq 0 ] || exit "$status"
  payable=$(fact /facts/payable)
  seller=$(fact /facts/seller_registration_number)
  issued=$(fact /facts/issue_date)
  case "$payable" in
    '' | -* | 0 | *[!0-9]*)
      echo "demo: a contract cannot be derived from a claim of ${payable:-no} yen" >&2
      exit 7
      ;;
  esac
  # The vendor of the case becomes the seller of the file: by its registration number, or by having none.
  if [ -n "$seller" ]; then
    sed -i "s/registration_number: T6999999000011/registration_number: $seller/" "$work/workflows/cases/cast.yaml"
  else
    sed -i '/registration_number: T6999999000011/d' "$work/workflows/cases/cast.yaml"
  fi
}

fact() { "$sekisho" invoice check "$good" -o json --select "$1" 2>/dev/null || true; }
