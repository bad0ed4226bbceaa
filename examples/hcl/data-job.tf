variable "job_id" {
  type = string
}

data "opentrain_job" "by_id" {
  id = var.job_id
}

output "proposals_waiting" {
  value = data.opentrain_job.by_id.proposals_unreviewed
}
