data "opentrain_account" "me" {}

output "scopes" {
  value = data.opentrain_account.me.scopes
}
