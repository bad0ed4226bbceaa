# Terraform 1.10 and later: an ephemeral value is in no plan file and in no state.
variable "opentrain_token" {
  type      = string
  ephemeral = true
  sensitive = true
}

provider "opentrain" {
  token = var.opentrain_token
}
